package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.Capability;
import dev.understudy.model.ModelStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names by their parts: every part of the query must be in the name of the model, and what
 * the name has beyond it must be of a kind that may be filled in. Immutable; any thread.
 */
final class PartResolver {

  /** What the parts of a name lead to: one match, several equal ones, or none at all. */
  record Outcome(@Nullable TokenMatch match, Via via, List<TokenMatch> choices) {

    private static final Outcome NONE = new Outcome(null, Via.TOKENS, List.of());

    boolean isNone() {
      return match == null && choices.isEmpty();
    }

    static Outcome of(Collection<TokenMatch> best, Via via) {
      return best.size() == 1
          ? new Outcome(best.iterator().next(), via, List.of())
          : new Outcome(null, via, List.copyOf(best));
    }
  }

  private static final Pattern VERSION = Pattern.compile("[0-9]+(?:\\.[0-9]+)*");

  private final NameIndex index;

  PartResolver(NameIndex index) {
    this.index = index;
  }

  Outcome resolve(ParsedName query) {
    if (!query.has(TokenKind.WORD) && !query.has(TokenKind.NUMBER)) {
      return Outcome.NONE;
    }
    Collection<TokenMatch> candidates = candidates(query);
    List<TokenMatch> fits = candidates.stream().filter(TokenMatch::fits).toList();
    Map<Boolean, List<TokenMatch>> byVersion =
        fits.stream().collect(Collectors.partitioningBy(m -> m.hasExtra(TokenKind.NUMBER)));
    List<TokenMatch> same = byVersion.getOrDefault(false, List.of());
    List<TokenMatch> versioned = byVersion.getOrDefault(true, List.of());
    Outcome finished = finished(same);
    if (!finished.isNone()) {
      return finished;
    }
    if (isFamilyAndSize(query)) {
      Outcome policy = newestConversing(versioned);
      if (!policy.isNone()) {
        return policy;
      }
    }
    boolean tiered = candidates.stream().anyMatch(match -> match.hasExtra(TokenKind.TIER));
    return filled(query, same, versioned, tiered);
  }

  /** The matches of the query with every name that could fit, the best name of each model. */
  private Collection<TokenMatch> candidates(ParsedName query) {
    List<Entry> fewest = null;
    for (Token token : query.tokens()) {
      List<Entry> entries = index.having(List.of(token.text()), Integer.MAX_VALUE);
      if (token.kind() != TokenKind.DATE && (fewest == null || entries.size() < fewest.size())) {
        fewest = entries;
      }
    }
    Map<String, TokenMatch> best = new LinkedHashMap<>();
    for (Entry entry : fewest == null ? List.<Entry>of() : fewest) {
      TokenMatch match = TokenMatch.of(query.tokens(), entry);
      if (match.missing().isEmpty()) {
        best.merge(entry.model().id(), match, PartResolver::nearer);
      }
    }
    return best.values();
  }

  private static TokenMatch nearer(TokenMatch one, TokenMatch other) {
    if (one.fits() != other.fits()) {
      return one.fits() ? one : other;
    }
    return other.extra().size() < one.extra().size() ? other : one;
  }

  /** Those that need no more than owner and finish; fewer fillers win, preview loses. */
  private static Outcome finished(List<TokenMatch> same) {
    Map<Integer, List<TokenMatch>> byCost =
        same.stream()
            .filter(m -> m.extra().stream().allMatch(t -> t.kind() == TokenKind.FILLER))
            .collect(Collectors.groupingBy(m -> m.extra().size() + (m.isPreview() ? 10 : 0)));
    return byCost.keySet().stream()
        .min(Comparator.naturalOrder())
        .map(cost -> Outcome.of(byCost.getOrDefault(cost, List.of()), Via.TOKENS))
        .orElse(Outcome.NONE);
  }

  /** Those that need a date, or a size, or a variant: only when nothing else could be meant. */
  private static Outcome filled(
      ParsedName query, List<TokenMatch> same, List<TokenMatch> versioned, boolean tiered) {
    if (same.isEmpty()) {
      return versioned.isEmpty() ? Outcome.NONE : new Outcome(null, Via.TOKENS, versioned);
    }
    List<TokenMatch> group = orAll(same, m -> m.isWithout(TokenKind.SIZE, TokenKind.WORD));
    boolean oneLine = group.stream().map(TokenMatch::skeleton).distinct().count() == 1;
    if (!versioned.isEmpty() || !oneLine || !mayFill(query, group.get(0), tiered)) {
      List<TokenMatch> choices = new ArrayList<>(same);
      choices.addAll(versioned);
      return new Outcome(null, Via.TOKENS, choices);
    }
    List<TokenMatch> undated = orAll(group, m -> m.isWithout(TokenKind.DATE));
    return Outcome.of(newest(orAll(undated, m -> m.isWithout(TokenKind.FILLER))), Via.TOKENS);
  }

  private static List<TokenMatch> orAll(List<TokenMatch> matches, Predicate<TokenMatch> wanted) {
    List<TokenMatch> some = matches.stream().filter(wanted).toList();
    return some.isEmpty() ? matches : some;
  }

  /**
   * A size may be filled, or a variant where the query has no size; not both, and no variant where
   * other models of the family and version are told apart by a tier word.
   */
  private static boolean mayFill(ParsedName query, TokenMatch match, boolean tiered) {
    return match.isWithout(TokenKind.WORD)
        || !(tiered || match.hasExtra(TokenKind.SIZE) || query.has(TokenKind.SIZE));
  }

  private static boolean isFamilyAndSize(ParsedName query) {
    return query.has(TokenKind.WORD)
        && query.has(TokenKind.SIZE)
        && !query.has(TokenKind.NUMBER)
        && !query.has(TokenKind.DATE);
  }

  /**
   * The stated policy for a family and size without a version: the newest active instruct; where
   * none is active, the newest.
   */
  private static Outcome newestConversing(List<TokenMatch> versioned) {
    List<TokenMatch> eligible =
        versioned.stream()
            .filter(m -> m.extra(TokenKind.NUMBER).size() == 1 && !m.hasExtra(TokenKind.WORD))
            .filter(PartResolver::converses)
            .toList();
    if (eligible.isEmpty()) {
      return Outcome.NONE;
    }
    List<TokenMatch> newest = newest(orAll(eligible, PartResolver::isActive));
    return Outcome.of(newest.size() == 1 ? newest : latestVersion(newest), Via.POLICY);
  }

  private static boolean isActive(TokenMatch match) {
    ModelStatus status = match.entry().model().status();
    return status == null || status == ModelStatus.ACTIVE;
  }

  private static boolean converses(TokenMatch match) {
    return match.entry().model().capabilities().can(Capability.CHAT)
        || match.entry().name().tokens(TokenKind.FILLER).stream()
            .anyMatch(filler -> NameWords.CONVERSING.contains(filler.text()));
  }

  /** The last to come out; all of them when the day of one is not known. */
  private static List<TokenMatch> newest(List<TokenMatch> matches) {
    return greatest(matches, TokenMatch::day, Comparator.<Integer>naturalOrder());
  }

  /** Those of the highest version; all of them when a version has letters. */
  private static List<TokenMatch> latestVersion(List<TokenMatch> matches) {
    return greatest(
        matches,
        match -> {
          String version = match.extra(TokenKind.NUMBER).get(0).text();
          return VERSION.matcher(version).matches() ? version : null;
        },
        PartResolver::compareVersions);
  }

  private static <K> List<TokenMatch> greatest(
      List<TokenMatch> matches, Function<TokenMatch, @Nullable K> key, Comparator<K> order) {
    List<TokenMatch> best = new ArrayList<>();
    K top = null;
    for (TokenMatch match : matches) {
      K value = key.apply(match);
      if (value == null) {
        return matches;
      }
      int comparison = top == null ? 1 : order.compare(value, top);
      if (comparison > 0) {
        best.clear();
        top = value;
      }
      if (comparison >= 0) {
        best.add(match);
      }
    }
    return best;
  }

  private static int compareVersions(String one, String other) {
    String[] first = one.split("\\.", -1);
    String[] second = other.split("\\.", -1);
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      int order = Long.compare(number(first[i]), number(second[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.length, second.length);
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
