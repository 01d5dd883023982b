package dev.understudy.discovery;

import dev.understudy.registry.ModelQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** What matches a query in one segment, as sets of its models. Confined to one thread. */
final class SegmentMatch {

  /**
   * A word of a query.
   *
   * @param known whether some model has it; words that none has are matched by near ones too
   */
  record Word(String text, boolean known) {}

  /**
   * The models that match a word.
   *
   * @param near by the near word that they have, those that have no word begun by this one
   * @param any all that match
   */
  private record Matches(String text, Map<String, RoaringBitmap> near, RoaringBitmap any) {}

  private final SegmentIndex index;
  private final List<Matches> matches = new ArrayList<>();
  private final SlicedScores scores = new SlicedScores(SearchScore.BITS);
  private final RoaringBitmap hits;

  /**
   * The matches of a query.
   *
   * @param words of the query, each once
   * @param folded the whole query as names are folded
   */
  SegmentMatch(SearchSegment segment, List<Word> words, String folded, ModelQuery filters) {
    index = segment.index();
    List<RoaringBitmap> begins = new ArrayList<>();
    List<RoaringBitmap> corrected = new ArrayList<>();
    for (Word word : words) {
      Matches of = matches(word);
      matches.add(of);
      scores.add(SearchScore.WHOLE, index.having(word.text()));
      scores.add(SearchScore.MATCHED, of.any);
      begins.add(index.namedFirstBegun(word.text()));
      of.near.keySet().forEach(near -> begins.add(index.namedFirst(near)));
      corrected.addAll(of.near.values());
    }
    RoaringBitmap named = index.named(folded);
    RoaringBitmap found = union(List.of(named, union(any())));
    RoaringBitmap near = union(corrected);
    scores.add(SearchScore.BEGINS, union(begins));
    scores.add(SearchScore.AS_WRITTEN, near.isEmpty() ? found : RoaringBitmap.andNot(found, near));
    scores.add(SearchScore.NAMED, named);
    hits = index.filters().passing(filters, segment.left(found));
  }

  private Matches matches(Word word) {
    RoaringBitmap begun = index.havingBegun(word.text());
    Map<String, RoaringBitmap> near = new LinkedHashMap<>();
    if (!word.known()) {
      for (String other : index.near(word.text())) {
        near.put(other, RoaringBitmap.andNot(index.having(other), begun));
      }
    }
    List<RoaringBitmap> all = new ArrayList<>(near.values());
    all.add(begun);
    return new Matches(word.text(), near, union(all));
  }

  private List<RoaringBitmap> any() {
    return matches.stream().map(Matches::any).toList();
  }

  /** The sets together. One set is its own union and is not copied, as none is changed later. */
  private static RoaringBitmap union(List<RoaringBitmap> sets) {
    RoaringBitmap union = sets.isEmpty() ? new RoaringBitmap() : sets.get(0);
    for (int i = 1; i < sets.size(); i++) {
      RoaringBitmap set = sets.get(i);
      if (union.isEmpty()) {
        union = set;
      } else if (!set.isEmpty()) {
        union = RoaringBitmap.or(union, set);
      }
    }
    return union;
  }

  /** The models that match at least one word and pass the filters. */
  RoaringBitmap hits() {
    return hits;
  }

  /** Hands over hits, best first, see {@link SlicedScores#best}. */
  void best(int highest, int from, SlicedScores.Taker taker) {
    scores.best(hits, highest, from, taker);
  }

  SegmentIndex index() {
    return index;
  }

  /** A hit with all that is shown of it. */
  SearchHit hit(int number, int score) {
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Map<String, String> corrected = new LinkedHashMap<>();
    for (Matches of : matches) {
      (of.any.contains(number) ? matched : missing).add(of.text);
      of.near.forEach(
          (near, models) -> {
            if (models.contains(number)) {
              corrected.putIfAbsent(of.text, near);
            }
          });
    }
    List<String> shown = matched.stream().map(word -> corrected.getOrDefault(word, word)).toList();
    return new SearchHit(
        index.model(number).id(),
        SearchScore.shown(score, matches.size()),
        matched,
        missing,
        corrected,
        new Highlighter(shown).highlights(index.model(number)));
  }
}
