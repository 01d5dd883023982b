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

  private final SearchSegment segment;
  private final List<Matches> matches = new ArrayList<>();
  private final SlicedScores scores = new SlicedScores(SearchScore.BITS);
  private final RoaringBitmap hits;

  SegmentMatch(SearchSegment segment, List<Word> words, String folded, ModelQuery filters) {
    this.segment = segment;
    List<RoaringBitmap> first = new ArrayList<>();
    List<RoaringBitmap> corrected = new ArrayList<>();
    for (Word word : words) {
      Matches of = matches(word);
      matches.add(of);
      corrected.addAll(of.near.values());
      first.add(segment.firsts().begun(word.text()));
      of.near.keySet().forEach(near -> first.add(segment.firsts().whole(near)));
      scores.add(SearchScore.WHOLE, segment.words().whole(word.text()));
      scores.add(SearchScore.MATCHED, of.any);
    }
    RoaringBitmap named = segment.named(folded);
    RoaringBitmap found = named.isEmpty() ? union(any()) : RoaringBitmap.or(named, union(any()));
    RoaringBitmap near = union(corrected);
    scores.add(SearchScore.BEGINS, union(first));
    scores.add(SearchScore.AS_WRITTEN, near.isEmpty() ? found : RoaringBitmap.andNot(found, near));
    scores.add(SearchScore.NAMED, named);
    hits = segment.filters().passing(filters, segment.live(found));
  }

  private Matches matches(Word word) {
    RoaringBitmap begun = segment.words().begun(word.text());
    Map<String, RoaringBitmap> near = new LinkedHashMap<>();
    if (!word.known()) {
      for (String other : segment.near(word.text())) {
        near.put(other, RoaringBitmap.andNot(segment.words().whole(other), begun));
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

  /** Hands over the hits that come after a place, best first; after null all. */
  void best(int highest, int from, SlicedScores.Taker taker) {
    scores.best(hits, highest, from, taker);
  }

  SearchSegment segment() {
    return segment;
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
        segment.model(number).id(),
        SearchScore.shown(score, matches.size()),
        matched,
        missing,
        corrected,
        new Highlighter(shown).highlights(segment.model(number)));
  }
}
