package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names by their parts: every part of the query must be in the name of the model, and what
 * the name has beyond it must be of a kind that may be filled in. Immutable; any thread.
 */
final class PartResolver {

  /** How many parts may be filled in: names longer by more are not looked at. */
  private static final int MAX_FILLED = 8;

  /** Names looked at, those of the fewest parts first; a query that fits more says too little. */
  static final int MAX_LOOKED_AT = 300;

  /** Names with more sizes and versions than this are of no model. */
  private static final int MAX_FACTS = 4;

  private final NameIndex index;
  private final Owners owners;

  PartResolver(NameIndex index, Owners owners) {
    this.index = index;
    this.owners = owners;
  }

  /**
   * The model whose name has the parts of the query.
   *
   * @param owner the owner whom the model must have; null for any
   */
  Answer find(ParsedName query, @Nullable String owner) {
    if (!query.has(TokenKind.WORD) && !query.has(TokenKind.NUMBER)) {
      return Answer.NONE;
    }
    Collection<TokenMatch> candidates = candidates(query, owner);
    if (candidates.isEmpty()) {
      return Answer.NONE;
    }
    List<TokenMatch> fits = candidates.stream().filter(TokenMatch::fits).toList();
    Map<Boolean, List<TokenMatch>> byVersion =
        fits.stream().collect(Collectors.partitioningBy(m -> m.hasExtra(TokenKind.NUMBER)));
    List<TokenMatch> same = byVersion.getOrDefault(false, List.of());
    List<TokenMatch> versioned = byVersion.getOrDefault(true, List.of());
    List<TokenMatch> finished = finished(same);
    if (!finished.isEmpty()) {
      return only(query, finished, Via.TOKENS);
    }
    List<TokenMatch> newest = isFamilyAndSize(query) ? Newest.conversing(versioned) : List.of();
    if (!newest.isEmpty()) {
      return only(query, newest, Via.POLICY);
    }
    boolean tiered = candidates.stream().anyMatch(match -> match.hasExtra(TokenKind.TIER));
    return versioned.isEmpty() && isOneLine(query, same, tiered)
        ? only(query, newestOf(same), Via.TOKENS)
        : choices(fits);
  }

  /** The matches of the query with every name that could fit, the best name of each model. */
  private Collection<TokenMatch> candidates(ParsedName query, @Nullable String owner) {
    List<Token> needed = new ArrayList<>(query.tokens());
    needed.removeIf(t -> t.kind() == TokenKind.DATE || t.kind() == TokenKind.FORMAT);
    int size = query.tokens().size();
    Map<String, TokenMatch> best = new LinkedHashMap<>();
    collect(query, owner, index.having(texts(needed), size + MAX_FILLED, MAX_LOOKED_AT), best);
    if (best.isEmpty()) {
      byFacts(query, owner, needed, best);
    }
    return best.values();
  }

  /** Names without one size or version of the query, which their models are known to have. */
  private void byFacts(
      ParsedName query, @Nullable String owner, List<Token> needed, Map<String, TokenMatch> best) {
    List<Token> known =
        needed.stream()
            .filter(t -> t.kind() == TokenKind.SIZE || t.kind() == TokenKind.NUMBER)
            .toList();
    if (known.size() > MAX_FACTS || needed.size() < 2) {
      return;
    }
    for (Token fact : known) {
      List<Token> others = new ArrayList<>(needed);
      others.remove(fact);
      List<Entry> entries = index.having(texts(others), query.tokens().size(), MAX_LOOKED_AT);
      collect(query, owner, entries.stream().filter(e -> Facts.confirm(fact, e)).toList(), best);
    }
  }

  private static List<String> texts(List<Token> tokens) {
    return tokens.stream().map(Token::text).distinct().toList();
  }

  private void collect(
      ParsedName query, @Nullable String owner, List<Entry> entries, Map<String, TokenMatch> best) {
    String asked = query.owner() == null ? null : Owners.last(query.owner());
    for (Entry entry : entries) {
      if (owner == null || owners.isOf(owner, entry.model())) {
        boolean ownerSaid = asked != null && owners.isOf(asked, entry.model());
        TokenMatch match = TokenMatch.of(query.tokens(), ownerSaid, entry);
        if (match.missing().isEmpty()) {
          best.merge(entry.model().id(), match, PartResolver::nearer);
        }
      }
    }
  }

  private static TokenMatch nearer(TokenMatch one, TokenMatch other) {
    if (one.fits() != other.fits()) {
      return one.fits() ? one : other;
    }
    return other.extra().size() < one.extra().size() ? other : one;
  }

  /** Those that need no more than the finish; fewer fillers win, preview loses. */
  private static List<TokenMatch> finished(List<TokenMatch> same) {
    TreeMap<Integer, List<TokenMatch>> byCost =
        same.stream()
            .filter(m -> m.isFinish() || m.isLatest())
            .collect(Collectors.groupingBy(PartResolver::cost, TreeMap::new, Collectors.toList()));
    return byCost.isEmpty() ? List.of() : byCost.firstEntry().getValue();
  }

  private static int cost(TokenMatch match) {
    int cost = match.extra().size();
    cost += match.isPreview() ? 10 : 0;
    cost += match.hasExtra(NameWords.REASONING) ? 20 : 0;
    return cost + (match.isLatest() ? 15 : 0);
  }

  /**
   * True when nothing else could be meant by a name that leaves a date, a size or a variant open.
   */
  private static boolean isOneLine(ParsedName query, List<TokenMatch> same, boolean tiered) {
    List<TokenMatch> group = undecorated(same);
    return group.stream().map(TokenMatch::skeleton).distinct().count() == 1
        && mayFill(query, group.get(0), tiered);
  }

  private static List<TokenMatch> newestOf(List<TokenMatch> same) {
    List<TokenMatch> undated = orAll(undecorated(same), m -> m.isWithout(TokenKind.DATE));
    return Newest.of(orAll(undated, m -> m.isWithout(TokenKind.FILLER)));
  }

  private static List<TokenMatch> undecorated(List<TokenMatch> same) {
    return orAll(same, m -> m.isWithout(TokenKind.SIZE, TokenKind.WORD));
  }

  private static <T> List<T> orAll(List<T> all, Predicate<T> wanted) {
    List<T> some = all.stream().filter(wanted).toList();
    return some.isEmpty() ? all : some;
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

  /** The one that is left, of several that of the query's owner; else the choices. */
  private Answer only(ParsedName query, List<TokenMatch> best, Via via) {
    String asked = query.owner() == null ? null : Owners.last(query.owner());
    List<TokenMatch> left = orAll(best, match -> owners.isOf(asked, match.entry().model()));
    if (left.size() > 1) {
      return choices(left);
    }
    TokenMatch match = left.get(0);
    int extra = match.extra().size();
    return Answer.of(
        match.entry(),
        via,
        via == Via.POLICY ? 0.7 : Math.max(0.7, 0.9 - 0.05 * extra),
        Differences.changed(query, match),
        Differences.filled(query, match));
  }

  private static Answer choices(List<TokenMatch> matches) {
    return matches.isEmpty()
        ? Answer.NONE
        : Answer.several(matches.stream().map(TokenMatch::entry).toList());
  }
}
