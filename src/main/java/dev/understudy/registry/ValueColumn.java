package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * One value of each of some numbered models, as the place of the value among all that there are, so
 * that counting a model costs a step in an array. Immutable; any thread.
 */
final class ValueColumn {

  /** Counting in an array pays from one number for so many values on. */
  private static final int VALUES_A_NUMBER = 8;

  private static final int BATCH = 256;

  /** Each value at its place; the last place stands for models without one. */
  private final String[] values;

  private final int[] places;

  /** How many models have each value. */
  private final int[] totals;

  private ValueColumn(String[] values, int[] places) {
    this.values = values;
    this.places = places;
    this.totals = byPlace(RoaringBitmap.bitmapOfRange(0, places.length));
  }

  static ValueColumn of(
      List<ModelDefinition> models, Function<ModelDefinition, @Nullable String> value) {
    Map<String, Integer> placeOf = new HashMap<>();
    int[] places = new int[models.size()];
    for (int number = 0; number < places.length; number++) {
      String its = value.apply(models.get(number));
      places[number] = its == null ? -1 : placeOf.computeIfAbsent(its, v -> placeOf.size());
    }
    String[] values = new String[placeOf.size()];
    placeOf.forEach((text, place) -> values[place] = text);
    for (int number = 0; number < places.length; number++) {
      places[number] = places[number] < 0 ? values.length : places[number];
    }
    return new ValueColumn(values, places);
  }

  /** Adds how many of the numbers have each value. */
  void count(RoaringBitmap numbers, Map<String, Integer> counts) {
    if (numbers.getLongCardinality() * VALUES_A_NUMBER < values.length) {
      IntConsumer one = number -> add(places[number], 1, counts);
      numbers.forEach(one);
      return;
    }
    int[] byPlace = byPlace(numbers);
    for (int place = 0; place < values.length; place++) {
      add(place, byPlace[place], counts);
    }
  }

  /** Adds how many of all but the numbers have each value; worth it when those are fewer. */
  void countOthers(RoaringBitmap numbers, Map<String, Integer> counts) {
    int[] byPlace = byPlace(numbers);
    for (int place = 0; place < values.length; place++) {
      add(place, totals[place] - byPlace[place], counts);
    }
  }

  private int[] byPlace(RoaringBitmap numbers) {
    int[] byPlace = new int[values.length + 1];
    BatchIterator batches = numbers.getBatchIterator();
    int[] batch = new int[BATCH];
    while (batches.hasNext()) {
      int size = batches.nextBatch(batch);
      for (int i = 0; i < size; i++) {
        byPlace[places[batch[i]]]++;
      }
    }
    return byPlace;
  }

  private void add(int place, int count, Map<String, Integer> counts) {
    if (count > 0 && place < values.length) {
      counts.merge(values[place], count, Integer::sum);
    }
  }
}
