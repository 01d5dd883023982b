package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The names nearest to one that was refused, by the letters of the folded names (optimal string
 * alignment) and by the parts that they share. They are for people to choose from; nothing is
 * accepted by them. Immutable; any thread. The work for one query is bounded: names are compared
 * only when they share a part with it or have a word near to one of its words, and {@value
 * #MAX_COMPARED} at most.
 */
final class Suggestions {

  static final int MAX_COMPARED = 2_000;

  /** Names less alike than this are no help. */
  private static final double LEAST_SCORE = 0.3;

  private static final int MAX_UNKNOWN_WORDS = 4;
  private static final int MAX_EDITS = 2;
  private static final int MIN_WORD_LENGTH = 3;

  /** The most alike first, ties by id. */
  static final Comparator<Alternative> NEAREST =
      Comparator.comparingDouble(Alternative::score).reversed().thenComparing(Alternative::id);

  private final NameIndex index;

  Suggestions(NameIndex index) {
    this.index = index;
  }

  /** The nearest models, at most {@code max}, with the reason why each was not meant. */
  List<Alternative> nearest(ParsedName query, int max) {
    Map<String, Scored> best = new HashMap<>();
    for (Entry entry : compared(query)) {
      double score = score(query, entry.name());
      if (score >= LEAST_SCORE) {
        best.merge(entry.model().id(), new Scored(entry, score), Scored::better);
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id))
        .limit(max)
        .map(scored -> scored.alternative(query))
        .toList();
  }

  /** A name and its likeness to the query. */
  private record Scored(Entry entry, double score) {

    String id() {
      return entry.model().id();
    }

    /** The more alike, ties by name, so that the order of the names does not matter. */
    Scored better(Scored other) {
      boolean first =
          score != other.score
              ? score > other.score
              : entry.name().text().compareTo(other.entry.name().text()) <= 0;
      return first ? this : other;
    }

    Alternative alternative(ParsedName query) {
      return new Alternative(id(), whyNot(TokenMatch.of(query.tokens(), entry)), score);
    }
  }

  private Collection<Entry> compared(ParsedName query) {
    List<List<Entry>> lists = new ArrayList<>();
    int unknown = 0;
    for (Token token : new HashSet<>(query.tokens())) {
      List<Entry> entries = index.with(token);
      lists.add(entries);
      if (entries.isEmpty() && isSearchable(token) && unknown++ < MAX_UNKNOWN_WORDS) {
        near(token.text()).forEach(word -> lists.add(index.with(word)));
      }
    }
    lists.sort(Comparator.comparingInt(List::size));
    Map<Integer, Entry> compared = new HashMap<>();
    for (List<Entry> entries : lists) {
      for (Entry entry : entries) {
        if (compared.size() >= MAX_COMPARED) {
          return compared.values();
        }
        compared.put(entry.number(), entry);
      }
    }
    return compared.values();
  }

  private static boolean isSearchable(Token token) {
    return token.kind() == TokenKind.WORD && token.text().length() >= MIN_WORD_LENGTH;
  }

  private List<String> near(String word) {
    return index.words().stream()
        .filter(known -> EditDistance.osa(word, known, MAX_EDITS) <= MAX_EDITS)
        .toList();
  }

  /**
   * Likeness of two names, 0 to 1: the mean of the likeness of their letters, with or without their
   * owners, whichever is greater, and of the share of parts that both have.
   */
  static double score(ParsedName query, ParsedName name) {
    double whole = EditDistance.similarity(query.key(), name.key());
    double bare = EditDistance.similarity(query.bareKey(), name.bareKey());
    return (Math.max(whole, bare) + sharedParts(query.tokens(), name.tokens())) / 2;
  }

  private static double sharedParts(List<Token> query, List<Token> name) {
    List<Token> others = new ArrayList<>(name);
    long shared = query.stream().filter(others::remove).count();
    int all = query.size() + name.size();
    return all == 0 ? 1 : 2.0 * shared / all;
  }

  /** Why a name was not taken to be the one that was meant. */
  static String whyNot(TokenMatch match) {
    if (!match.missing().isEmpty()) {
      return "its name has no " + Refusal.list(match.missing());
    }
    if (match.hasExtra(TokenKind.TIER)) {
      return "the query does not say " + Refusal.list(match.extra(TokenKind.TIER));
    }
    if (match.familyMissing()) {
      return "the query does not name its family";
    }
    return match.hasExtra(TokenKind.NUMBER)
        ? "the query does not say its version " + Refusal.list(match.extra(TokenKind.NUMBER))
        : "it fits equally well";
  }
}
