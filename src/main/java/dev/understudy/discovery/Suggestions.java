package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names nearest to one that was refused, by the letters of the folded names (optimal string
 * alignment) and by the parts that they share. They are for people to choose from; nothing is
 * accepted by them. Immutable; any thread. The work for one query is bounded, whatever there is:
 * names that have all known parts of the query are compared, then those that have all but one, then
 * those with its rarest part, {@value #MAX_COMPARED} at most.
 */
final class Suggestions {

  static final int MAX_COMPARED = 32;

  /** Parts of the query that names are looked for by, the rarest. */
  private static final int MAX_PARTS = 6;

  /** How many names of one look-up are compared. */
  private static final int MAX_OF_ONE = 12;

  /** How many more parts than the query a name may have. */
  private static final int MORE_PARTS = 4;

  /** Names less alike than this are no help. */
  private static final double LEAST_SCORE = 0.3;

  private static final int MAX_UNKNOWN_WORDS = 4;

  /** The most alike first, ties by id. */
  static final Comparator<Alternative> NEAREST =
      Comparator.comparingDouble(Alternative::score).reversed().thenComparing(Alternative::id);

  private final NameIndex index;

  Suggestions(NameIndex index) {
    this.index = index;
  }

  /** The nearest models, at most {@code max}, with the reason why each was not meant. */
  List<Alternative> nearest(ParsedName query, int max) {
    Likeness likeness = new Likeness(query);
    Map<String, Scored> best = new HashMap<>();
    for (Entry entry : compared(query)) {
      double score = likeness.of(entry.name());
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
    List<String> known = rarestKnown(query);
    int maxParts = query.tokens().size() + MORE_PARTS;
    Map<String, Entry> compared = new HashMap<>();
    add(known, maxParts, compared);
    for (int i = 0; i < known.size() && known.size() > 1; i++) {
      List<String> others = new ArrayList<>(known);
      others.remove(i);
      add(others, maxParts, compared);
    }
    if (known.size() > 2) {
      for (String word : known) {
        add(List.of(word), maxParts, compared);
      }
    }
    return compared.values();
  }

  private void add(List<String> words, int maxParts, Map<String, Entry> compared) {
    int room = Math.min(MAX_OF_ONE, MAX_COMPARED - compared.size());
    if (room > 0 && !words.isEmpty()) {
      index
          .having(words, maxParts, room)
          .forEach(entry -> compared.putIfAbsent(entry.name().text(), entry));
    }
  }

  /** The parts that some name has, words that none has replaced by one that is near. */
  private List<String> rarestKnown(ParsedName query) {
    Set<String> known = new LinkedHashSet<>();
    int unknown = 0;
    for (Token token : query.tokens()) {
      if (token.kind() == TokenKind.FILLER) {
        continue; // half of all names have one
      }
      if (index.knows(token.text())) {
        known.add(token.text());
      } else if (token.kind() == TokenKind.WORD && unknown++ < MAX_UNKNOWN_WORDS) {
        index.near(token.text()).stream()
            .max(Comparator.comparingInt(index::count))
            .ifPresent(known::add);
      }
    }
    return known.stream().sorted(Comparator.comparingInt(index::count)).limit(MAX_PARTS).toList();
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
