package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * A part of the models that are searched: an index, and which of its models have not gone since it
 * was made. Immutable; any thread.
 */
record SearchSegment(SegmentIndex index, RoaringBitmap live) {

  /** A segment of those models, in any order. */
  static SearchSegment of(Collection<ModelDefinition> models) {
    SegmentIndex index = new SegmentIndex(models);
    return new SearchSegment(index, RoaringBitmap.bitmapOfRange(0, index.size()));
  }

  /** This segment without the models of those ids. */
  SearchSegment without(Collection<String> ids) {
    RoaringBitmap gone = new RoaringBitmap();
    for (String id : ids) {
      int number = index.numberOf(id);
      if (number >= 0) {
        gone.add(number);
      }
    }
    return gone.isEmpty() ? this : new SearchSegment(index, RoaringBitmap.andNot(live, gone));
  }

  /** How many models are left. */
  int size() {
    return live.getCardinality();
  }

  /** The models that are left. */
  List<ModelDefinition> models() {
    return Arrays.stream(live.toArray()).mapToObj(index::model).toList();
  }

  /** Those of the numbers whose models are left. */
  RoaringBitmap left(RoaringBitmap numbers) {
    return size() == index.size() ? numbers : RoaringBitmap.and(numbers, live);
  }

  /** Whether a model that is left has the word. */
  boolean has(String word) {
    return RoaringBitmap.intersects(index.having(word), live);
  }
}
