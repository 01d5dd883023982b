package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class SlicedScoresTest {

  private static final int DOCUMENTS = 40;
  private static final int BITS = 7;

  private record Scored(int number, int score) {}

  private static List<Scored> best(
      SlicedScores scores, RoaringBitmap among, int highest, int from, int most) {
    List<Scored> best = new ArrayList<>();
    scores.best(
        among,
        highest,
        from,
        (number, score) -> {
          best.add(new Scored(number, score));
          return best.size() < most;
        });
    return best;
  }

  @Test
  void best_nothingAdded_isInTheOrderOfNumbers() {
    RoaringBitmap among = RoaringBitmap.bitmapOf(7, 3, 70_000);
    assertThat(best(new SlicedScores(3), among, Integer.MAX_VALUE, 0, 2))
        .containsExactly(new Scored(3, 0), new Scored(7, 0));
  }

  /** Against sums in an array, and a sort. */
  @Property(tries = 300)
  void best_anySets_areAsSorted(@ForAll long seed) {
    Random random = new Random(seed);
    SlicedScores scores = new SlicedScores(BITS);
    int[] sums = new int[DOCUMENTS];
    List<RoaringBitmap> sets = new ArrayList<>();
    List<RoaringBitmap> copies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RoaringBitmap set = randomSet(random);
      int bit = random.nextInt(4);
      scores.add(bit, set);
      set.forEach((org.roaringbitmap.IntConsumer) number -> sums[number] += 1 << bit);
      sets.add(set);
      copies.add(set.clone());
    }
    RoaringBitmap among = randomSet(random);
    int highest = random.nextInt(20);
    int from = random.nextInt(DOCUMENTS);
    int most = 1 + random.nextInt(DOCUMENTS);
    List<Scored> expected =
        IntStream.range(0, DOCUMENTS)
            .filter(among::contains)
            .mapToObj(number -> new Scored(number, sums[number]))
            .filter(s -> s.score < highest || (s.score == highest && s.number >= from))
            .sorted(
                Comparator.comparingInt(Scored::score).reversed().thenComparingInt(Scored::number))
            .limit(most)
            .toList();
    assertThat(best(scores, among, highest, from, most)).isEqualTo(expected);
    assertThat(sets).isEqualTo(copies);
  }

  private static RoaringBitmap randomSet(Random random) {
    RoaringBitmap set = new RoaringBitmap();
    IntStream.range(0, DOCUMENTS).filter(i -> random.nextInt(3) > 0).forEach(set::add);
    return set;
  }
}
