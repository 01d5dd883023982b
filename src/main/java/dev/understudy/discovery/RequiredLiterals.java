package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts of which every match of a pattern has at least one, so that the pattern need not be
 * tried on a text without them. Understands what rules for names are made of: characters, classes,
 * groups, alternatives, repetitions, anchors and lookaround, without flags. Confined to one call.
 */
final class RequiredLiterals {

  /** More texts rule out too little to be worth it. */
  private static final int MOST = 256;

  /** Shorter texts are in nearly every name. */
  private static final int SHORTEST = 2;

  private static final Set<String> NOTHING = Set.of("");
  private static final Part ANYTHING = new Part(null, null, false);
  private static final Part ZERO_WIDTH = new Part(NOTHING, null, false);

  private final String regex;
  private int at;

  private RequiredLiterals(String regex) {
    this.regex = regex;
  }

  /** Those of a pattern that compiles; empty when none are known. */
  static Set<String> of(String regex) {
    try {
      RequiredLiterals parser = new RequiredLiterals(regex);
      Set<String> needed = parser.alternatives().asNeeded();
      return needed == null || parser.at < regex.length() ? Set.of() : withoutLonger(needed);
    } catch (UnsupportedOperationException notUnderstood) {
      return Set.of();
    }
  }

  /** A text with another one in it adds nothing. */
  private static Set<String> withoutLonger(Set<String> texts) {
    Set<String> least = new LinkedHashSet<>(texts);
    least.removeIf(
        text -> texts.stream().anyMatch(other -> !other.equals(text) && text.contains(other)));
    return least;
  }

  /**
   * What a part of a pattern matches.
   *
   * @param exact all texts that it matches; null when they are too many
   * @param needed texts of which each match has one; null when none are known
   * @param repeats true when it is the last of many, which may be the first as well
   */
  private record Part(@Nullable Set<String> exact, @Nullable Set<String> needed, boolean repeats) {

    static Part of(Set<String> exact) {
      return exact.size() <= MOST ? new Part(exact, null, false) : ANYTHING;
    }

    @Nullable Set<String> asNeeded() {
      return exact == null ? needed : fit(exact);
    }

    private static @Nullable Set<String> fit(Set<String> texts) {
      return texts.stream().allMatch(text -> text.length() >= SHORTEST) ? texts : null;
    }
  }

  private Part alternatives() {
    Part all = joined(sequence());
    while (accept('|')) {
      all = eitherOf(all, joined(sequence()));
    }
    return all;
  }

  /** Parts one after the other: the longest texts that stand together somewhere in them. */
  private static Part joined(List<Part> parts) {
    Set<String> run = NOTHING;
    Set<String> best = null;
    boolean isWhole = true;
    for (Part part : parts) {
      Set<String> exact = part.exact();
      Set<String> longer = exact == null || part.repeats() ? null : crossed(run, exact);
      if (longer != null) {
        run = longer;
      } else {
        best = better(better(best, Part.fit(run)), exact == null ? part.needed() : null);
        run = exact == null ? NOTHING : exact;
        isWhole = false;
      }
    }
    return isWhole ? Part.of(run) : new Part(null, better(best, Part.fit(run)), false);
  }

  private static @Nullable Set<String> crossed(Set<String> heads, Set<String> tails) {
    if (heads.size() * tails.size() > MOST) {
      return null;
    }
    Set<String> all = new LinkedHashSet<>();
    heads.forEach(head -> tails.forEach(tail -> all.add(head + tail)));
    return all;
  }

  private static @Nullable Set<String> better(
      @Nullable Set<String> one, @Nullable Set<String> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int longer = Integer.compare(shortest(other), shortest(one));
    return longer > 0 || (longer == 0 && other.size() < one.size()) ? other : one;
  }

  private static int shortest(Set<String> texts) {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }

  private List<Part> sequence() {
    List<Part> parts = new ArrayList<>();
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      parts.addAll(quantified(atom()));
    }
    return parts;
  }

  /**
   * One atom as the parts that it is: those of a plain group stay apart, to join what is around.
   */
  private List<Part> atom() {
    char c = regex.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> List.of(characterClass());
      case '\\' -> List.of(escaped());
      case '.' -> List.of(ANYTHING);
      case '^', '$' -> List.of(ZERO_WIDTH);
      default -> List.of(Part.of(Set.of(String.valueOf(c))));
    };
  }

  private List<Part> group() {
    boolean zeroWidth = false;
    if (accept('?')) {
      boolean named = accept('<');
      zeroWidth = "=!".indexOf(regex.charAt(at)) >= 0;
      if (zeroWidth || (!named && regex.charAt(at) == ':')) {
        at++;
      } else if (named) {
        at = regex.indexOf('>', at) + 1;
      } else {
        throw new UnsupportedOperationException(regex); // flags
      }
    }
    List<Part> parts = sequence();
    if (accept('|')) {
      parts = List.of(eitherOf(joined(parts), alternatives()));
    }
    at++; // the closing bracket
    return zeroWidth ? List.of(ZERO_WIDTH) : parts;
  }

  private static Part eitherOf(Part one, Part other) {
    if (one.exact() != null && other.exact() != null) {
      Set<String> both = new LinkedHashSet<>(one.exact());
      both.addAll(other.exact());
      return Part.of(both);
    }
    Set<String> first = one.asNeeded();
    Set<String> second = other.asNeeded();
    if (first == null || second == null) {
      return ANYTHING;
    }
    Set<String> both = new LinkedHashSet<>(first);
    both.addAll(second);
    return both.size() <= MOST ? new Part(null, both, false) : ANYTHING;
  }

  private List<Part> quantified(List<Part> atom) {
    if (at >= regex.length() || "?*+{".indexOf(regex.charAt(at)) < 0) {
      return atom;
    }
    Part whole = joined(atom);
    boolean optional = accept('?');
    boolean atLeastOnce = !optional && (accept('+') || (!accept('*') && isCountedFromOne()));
    if (!accept('?')) {
      accept('+'); // lazy or possessive: no matter
    }
    if (optional && whole.exact() != null) {
      Set<String> orNothing = new LinkedHashSet<>(whole.exact());
      orNothing.add("");
      return List.of(Part.of(orNothing));
    }
    if (!atLeastOnce) {
      return List.of(ANYTHING);
    }
    return whole.exact() == null
        ? List.of(whole)
        : List.of(whole, new Part(whole.exact(), null, true));
  }

  /** Reads {@code {2,4}}. */
  private boolean isCountedFromOne() {
    int end = regex.indexOf('}', at);
    String least = regex.substring(at + 1, end).split(",", -1)[0];
    at = end + 1;
    return Integer.parseInt(least) > 0;
  }

  private Part characterClass() {
    boolean negated = accept('^');
    Set<String> characters = new LinkedHashSet<>();
    boolean open = negated;
    do {
      char c = regex.charAt(at++);
      if (c == '[' || c == '&') {
        throw new UnsupportedOperationException(regex); // sets of sets
      }
      boolean escape = c == '\\';
      char first = escape ? regex.charAt(at++) : c;
      open |= escape && Character.isLetterOrDigit(first);
      boolean range = regex.charAt(at) == '-' && regex.charAt(at + 1) != ']';
      char last = range ? regex.charAt(at + 1) : first;
      at += range ? 2 : 0;
      open |= last - first > MOST;
      for (char each = first; !open && each <= last; each++) {
        characters.add(String.valueOf(each));
      }
    } while (regex.charAt(at) != ']');
    at++;
    return open ? ANYTHING : Part.of(characters);
  }

  private Part escaped() {
    char c = regex.charAt(at++);
    if (Character.isLetterOrDigit(c) && "dDwWsS".indexOf(c) < 0) {
      throw new UnsupportedOperationException(regex);
    }
    return Character.isLetter(c) ? ANYTHING : Part.of(Set.of(String.valueOf(c)));
  }

  private boolean accept(char c) {
    boolean there = at < regex.length() && regex.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }
}
