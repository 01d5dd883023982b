package dev.understudy.usage;

import static dev.understudy.usage.UsageSamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryUsageStoreTest {

  private static final UsageCounts ONE = counts();

  private final MemoryUsageStore store = new MemoryUsageStore();

  private static UsageCounts counts() {
    UsageSum sum = new UsageSum(NOON);
    sum.count(RequestUsage.of(1, 1), null);
    return sum.toCounts();
  }

  private static Instant hour(int number) {
    return NOON.plus(Duration.ofHours(number));
  }

  private List<HourlyUsage> read(@Nullable String model, int from, int to) {
    List<HourlyUsage> rows = new ArrayList<>();
    store.read(model, hour(from), hour(to), rows::add);
    return rows;
  }

  @Test
  void rowsAreAdded_readByModelAndTime_andForgotten() {
    store.add(List.of(new HourlyUsage("a", hour(0), ONE), new HourlyUsage("b", hour(1), ONE)));
    store.add(List.of(new HourlyUsage("a", hour(0), ONE)));
    assertThat(read("a", 0, 1)).containsExactly(new HourlyUsage("a", hour(0), ONE.merge(ONE)));
    assertThat(read(null, 0, 2)).hasSize(2);
    assertThat(read(null, 2, 9)).isEmpty();
    store.forgetBefore(hour(1));
    assertThat(read(null, 0, 2)).containsExactly(new HourlyUsage("b", hour(1), ONE));
  }

  @Test
  void beyondTheBound_theOldestHoursGo() {
    int models = MemoryUsageStore.MOST_ROWS / 4;
    for (int h = 0; h < 6; h++) {
      Instant hour = hour(h);
      store.add(
          IntStream.range(0, models).mapToObj(i -> new HourlyUsage("m" + i, hour, ONE)).toList());
    }
    assertThat(read(null, 0, 2)).isEmpty();
    assertThat(read(null, 2, 6)).hasSize(4 * models);
  }

  @Test
  void withinOneHour_furtherModelsCountTogether() {
    store.add(
        IntStream.range(0, MemoryUsageStore.MOST_ROWS + 9)
            .mapToObj(i -> new HourlyUsage("m" + i, NOON, ONE))
            .toList());
    assertThat(read(null, 0, 1)).hasSize(MemoryUsageStore.MOST_ROWS);
    assertThat(read(UsageLedger.OTHER, 0, 1).get(0).counts().requests()).isEqualTo(10);
  }
}
