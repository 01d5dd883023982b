package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.usage.HourlyUsage;
import dev.understudy.usage.LatencyHistogram;
import dev.understudy.usage.UsageCounts;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store keeps beside the log. */
abstract class StorePartsContract {

  private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");

  final Vertx vertx = Vertx.vertx();

  @TempDir Path dir = Path.of("");

  private Store store;

  abstract Store newStore();

  @BeforeEach
  void open() {
    store = newStore();
    await(store.log().open(false));
  }

  @AfterEach
  void close() {
    await(store.log().close());
    await(vertx.close());
  }

  private void reopen() {
    await(store.log().close());
    open();
  }

  private static UsageCounts counts(long requests, String cost) {
    return new UsageCounts(
        requests,
        1,
        0,
        10,
        5,
        20,
        0,
        new BigDecimal(cost),
        0,
        LatencyHistogram.NONE,
        LatencyHistogram.NONE);
  }

  private List<HourlyUsage> usage(@Nullable String model, Instant from, Instant to) {
    List<HourlyUsage> rows = new ArrayList<>();
    await(store.usage().read(model, from, to, rows::add));
    return rows;
  }

  @Test
  void usageAddsUp_overARestart() {
    HourlyUsage first = new HourlyUsage("road", NINE, counts(3, "0.000125"));
    await(store.usage().add(List.of(first, new HourlyUsage("other", TEN, counts(1, "0")))));
    reopen();
    await(store.usage().add(List.of(first)));
    Instant eleven = TEN.plusSeconds(3600);
    assertThat(usage("road", NINE, eleven))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.hour()).isEqualTo(NINE);
              assertThat(row.counts().requests()).isEqualTo(6);
              assertThat(row.counts().cost()).isEqualByComparingTo("0.00025");
            });
    assertThat(usage(null, NINE, eleven)).hasSize(2);
    assertThat(usage(null, TEN, eleven)).hasSize(1);
    await(store.usage().forgetBefore(TEN));
    assertThat(usage(null, NINE, eleven)).extracting(HourlyUsage::model).containsExactly("other");
  }

  @Test
  void matchesAreReplaced_whole() {
    LearnedMatch old = new LearnedMatch("b\u00e4st \u0000?", "road", 3, 2, 1, 0.1 + 0.2, 5);
    LearnedMatch late = new LearnedMatch("best", "other", 1, 0, 0, -1, 9);
    await(store.matches().write(List.of(late, old)));
    reopen();
    assertThat(await(store.matches().read()))
        .extracting(LearnedMatch::model, LearnedMatch::strength)
        .containsExactly(tuple("road", 0.1 + 0.2), tuple("other", -1.0));
    await(store.matches().write(List.of(late)));
    assertThat(await(store.matches().read())).containsExactly(late);
  }
}
