package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ResolveMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a name was refused, naming the part that has no match, and what is near. */
final class Refusal {

  private static final int MAX_NAMED = 3;

  /** Choices that are ranked by likeness; of more, those of the fewest parts. */
  private static final int MAX_SCORED = 50;

  private static final int MAX_SHOWN = 60;

  /** What an id may not hold, so that a name with it cannot be a spelling of one. */
  private static final String NEVER_IN_IDS = "?#%\\\"";

  /** What people call a version: {@code 3.1}, {@code 4o}, {@code k2}; not {@code fp8}. */
  private static final Pattern VERSION = Pattern.compile("[a-z]?[0-9][0-9.]*[a-z]?");

  private final NameIndex index;
  private final Suggestions suggestions;

  Refusal(NameIndex index) {
    this.index = index;
    this.suggestions = new Suggestions(index);
  }

  /** Why a text cannot be the name of a model, or null. */
  @Nullable String unfit(String query) {
    if (query.length() > Resolver.MAX_QUERY_LENGTH) {
      return "the name has %d characters (expected: at most %d)"
          .formatted(query.length(), Resolver.MAX_QUERY_LENGTH);
    }
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c < ' ' || c > '~' || NEVER_IN_IDS.indexOf(c) >= 0) {
        return "character %d is U+%04X (expected: visible ASCII without ? # %% \\ \")"
            .formatted(i + 1, (int) c);
      }
    }
    return null;
  }

  String wrongLength(ParsedName name) {
    return "the name has %d parts (expected: 1 to %d)"
        .formatted(name.tokens().size(), Resolver.MAX_QUERY_TOKENS);
  }

  Resolution notExact(String query, ResolveMode mode, ParsedName name) {
    String what = mode == ResolveMode.STRICT ? "the id " : "the id or alias ";
    return refused(query, "no model has " + what + shown(query), name);
  }

  Resolution noMatch(String query, ParsedName name) {
    return refused(query, unmatchedPart(name), name);
  }

  private Resolution refused(String query, String why, ParsedName name) {
    List<Alternative> near = suggestions.nearest(name, Resolver.MAX_ALTERNATIVES);
    String nearest =
        near.stream().limit(MAX_NAMED).map(Alternative::id).collect(Collectors.joining(", "));
    String reason = near.isEmpty() ? why : why + "; nearest: " + nearest;
    return Resolution.refused(query, reason, false, near);
  }

  /** Refuses a name that several models answer to; the choices are the alternatives. */
  Resolution ambiguous(String query, ParsedName name, List<Entry> choices) {
    Likeness likeness = new Likeness(name);
    Map<String, Alternative> byId = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    for (Entry choice : choices) {
      String id = choice.model().id();
      if (!ids.add(id) || byId.size() >= MAX_SCORED) {
        continue;
      }
      double score = likeness.of(choice.name());
      String why = Suggestions.whyNot(TokenMatch.of(name.tokens(), choice));
      byId.put(id, new Alternative(id, why, score));
    }
    List<Alternative> listed =
        byId.values().stream()
            .sorted(Suggestions.NEAREST)
            .limit(Resolver.MAX_ALTERNATIVES)
            .toList();
    String names = listed.stream().map(Alternative::id).collect(Collectors.joining(", "));
    String more = ids.size() > listed.size() ? ", ..." : "";
    String reason =
        ids.size() == 1
            ? "%s leaves open whether %s is meant".formatted(shown(query), names)
            : "%d models answer to %s: %s%s".formatted(ids.size(), shown(query), names, more);
    return Resolution.refused(query, reason, ids.size() > 1, listed);
  }

  /** Which part of the name is at fault. */
  private String unmatchedPart(ParsedName name) {
    List<Token> words = name.tokens(TokenKind.WORD);
    for (Token word : words) {
      if (!index.knows(word.text())) {
        return "no model has " + shown(word.text()) + " in its name";
      }
    }
    String family =
        words.isEmpty()
            ? "model"
            : words.stream().map(Token::text).collect(Collectors.joining(" "));
    List<Token> anchors = words.isEmpty() ? name.tokens() : words;
    if (having(anchors, 1).isEmpty()) {
      String which = anchors.size() == 1 ? "" : "all of ";
      return "no model has " + which + list(anchors) + " in its name";
    }
    for (Token token : name.tokens()) {
      if (token.kind() != TokenKind.WORD && having(with(words, token), 1).isEmpty()) {
        return "no %s of %s %s".formatted(family, label(token), token.text());
      }
    }
    return together(name, family);
  }

  private List<Entry> having(List<Token> tokens, int max) {
    return index.having(
        tokens.stream().map(Token::text).distinct().toList(), Resolver.MAX_QUERY_TOKENS, max);
  }

  private static List<Token> with(List<Token> tokens, Token last) {
    List<Token> longer = new ArrayList<>(tokens);
    longer.add(last);
    return longer;
  }

  private String together(ParsedName name, String family) {
    Set<String> tiers = new TreeSet<>();
    for (Entry entry : having(name.tokens(), PartResolver.MAX_LOOKED_AT)) {
      TokenMatch match = TokenMatch.of(name.tokens(), entry);
      match.extra(TokenKind.TIER).forEach(tier -> tiers.add(tier.text()));
    }
    return tiers.isEmpty()
        ? "no %s has all of %s in its name".formatted(family, list(name.tokens()))
        : "every such %s is of a kind that the query does not say (%s)"
            .formatted(family, String.join(", ", tiers));
  }

  private static String label(Token token) {
    return switch (token.kind()) {
      case NUMBER -> VERSION.matcher(token.text()).matches() ? "version" : "part";
      case SIZE -> "size";
      case DATE -> "date";
      case TIER -> "kind";
      case FORMAT -> "format";
      case FILLER, WORD -> "name";
    };
  }

  static String list(Collection<Token> tokens) {
    return shown(tokens.stream().map(Token::text).collect(Collectors.joining(", ")));
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
