package dev.understudy.usage;

import static dev.understudy.usage.UsageSamples.NOON;
import static dev.understudy.usage.UsageSamples.at;
import static dev.understudy.usage.UsageSamples.model;
import static dev.understudy.usage.UsageSamples.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.TestClock;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ledger before a store whose answers the test gives, and a clock that it moves. */
class UsageLedgerTest {

  private static final Duration RETENTION = Duration.ofDays(90);
  private static final UsageSpan TOTAL = new UsageSpan(null, null, 0);

  /** Stores in memory; adds complete when the test says so, if it does. */
  private static final class Store implements UsageStore {
    private final MemoryUsageStore memory = new MemoryUsageStore();
    private final Deque<Promise<Void>> answers = new ArrayDeque<>();
    private final List<Integer> rows = new ArrayList<>();
    private final List<Instant> forgotten = new ArrayList<>();
    private int reads;
    private boolean manual;

    @Override
    public Future<Void> add(List<HourlyUsage> deltas) {
      if (deltas.isEmpty()) {
        return Future.succeededFuture();
      }
      rows.add(deltas.size());
      if (!manual) {
        return memory.add(deltas);
      }
      Promise<Void> answer = Promise.promise();
      answers.add(answer);
      return answer.future().compose(yes -> memory.add(deltas));
    }

    @Override
    public Future<Void> read(
        @Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> taker) {
      reads++;
      return memory.read(model, from, to, taker);
    }

    @Override
    public Future<Void> forgetBefore(Instant hour) {
      forgotten.add(hour);
      return memory.forgetBefore(hour);
    }
  }

  private final Store store = new Store();
  private final TestClock clock = new TestClock(NOON);
  private final UsageLedger ledger = new UsageLedger(store, clock, RETENTION);
  private final ModelDefinition road = registered("acme/road-1");

  private long requests(@Nullable String model) {
    return ledger.usage(model, TOTAL).result().total().requests();
  }

  /* --------------- reading --------------- */

  @Test
  void whatIsCounted_isReadAtOnce_savedOrNot() {
    ledger.count(road, RequestUsage.of(10, 5));
    assertThat(requests("acme/road-1")).isEqualTo(1);
    ledger.flush();
    assertThat(requests("acme/road-1")).isEqualTo(1);
    ledger.count(road, RequestUsage.of(10, 5).withLatency(Duration.ofSeconds(2)));
    UsageCounts total = ledger.usage("acme/road-1", TOTAL).result().total();
    assertThat(total.requests()).isEqualTo(2);
    assertThat(total.inputTokens()).isEqualTo(20);
    assertThat(total.cost()).isEqualTo(new BigDecimal("0.00021"));
    assertThat(total.unpricedRequests()).isZero();
    assertThat(total.latency().maxSeconds()).isEqualTo(new BigDecimal("2"));
    assertThat(requests("acme/road-2")).isZero();
  }

  @Test
  void anUnknownPrice_isUnknown_andNeverNothing() {
    ModelDefinition unpriced = ModelDefinition.builder("acme/road-2").origin(Origin.API).build();
    ledger.count(unpriced, RequestUsage.of(10, 5));
    ledger.count(unpriced, at(NOON)); // its cost was told
    UsageCounts total = ledger.usage("acme/road-2", TOTAL).result().total();
    assertThat(total.unpricedRequests()).isEqualTo(1);
    assertThat(total.cost()).isEqualTo(BigDecimal.ONE);
  }

  @Test
  void requestsCountInTheHourInWhichTheyEnd() {
    ledger.count(road, RequestUsage.of(1, 1));
    clock.set(NOON.plus(Duration.ofMinutes(59)).plusSeconds(59));
    ledger.count(road, RequestUsage.of(1, 1));
    clock.set(NOON.plus(Duration.ofHours(1)));
    ledger.count(road, RequestUsage.of(1, 1));
    UsageReport report = ledger.usage("acme/road-1", UsageSpan.LAST_DAY).result();
    assertThat(report.periods()).hasSize(24);
    assertThat(report.to()).isEqualTo(NOON.plus(Duration.ofHours(2)));
    assertThat(report.periods().get(22).counts().requests()).isEqualTo(2);
    assertThat(report.periods().get(23).counts().requests()).isEqualTo(1);
  }

  @Test
  void topModels_areRankedByWhatIsAsked() {
    ledger.count(road, RequestUsage.of(1_000_000, 0));
    ledger.count(registered("b"), RequestUsage.of(1, 9));
    ledger.count(registered("b"), RequestUsage.of(1, 0));
    ledger.flush();
    ledger.count(registered("a"), RequestUsage.of(1, 0));
    ledger.count(
        registered("a"), new RequestUsage(null, 0, 0, 0, 0, BigDecimal.ZERO, true, false, -1, -1));
    assertThat(top(TopModels.By.REQUESTS, 3)).containsExactly("a", "b", "acme/road-1");
    assertThat(top(TopModels.By.COST, 1)).containsExactly("acme/road-1");
    assertThat(top(TopModels.By.OUTPUT_TOKENS, 2)).containsExactly("b", "a");
    assertThat(top(TopModels.By.ERRORS, 1)).containsExactly("a");
  }

  private List<String> top(TopModels.By by, int limit) {
    return ledger.top(by, TOTAL, limit).result().models().stream()
        .map(TopModels.ModelUsage::model)
        .toList();
  }

  /* --------------- saving --------------- */

  @Test
  void aReadThatMeetsASaving_waitsForIt_andCountsOnce() {
    store.manual = true;
    ledger.count(road, RequestUsage.of(1, 1));
    Future<Void> saving = ledger.flush();
    Future<UsageReport> read = ledger.usage("acme/road-1", TOTAL);
    assertThat(read.isComplete()).isFalse();
    ledger.count(road, RequestUsage.of(1, 1));
    store.answers.remove().complete();
    assertThat(saving.succeeded()).isTrue();
    assertThat(read.result().total().requests()).isEqualTo(2);
    assertThat(store.reads).isEqualTo(1);
  }

  @Test
  void aFailedSaving_keepsWhatWasCounted_andMergesIt() {
    store.manual = true;
    ledger.count(road, RequestUsage.of(1, 1));
    Future<Void> saving = ledger.flush();
    ledger.count(road, RequestUsage.of(1, 1));
    store.answers.remove().fail("the disk is full");
    assertThat(saving.failed()).isTrue();
    assertThat(requests("acme/road-1")).isEqualTo(2);
    Future<Void> again = ledger.flush();
    store.answers.remove().complete();
    assertThat(again.succeeded()).isTrue();
    assertThat(requests("acme/road-1")).isEqualTo(2);
    assertThat(store.rows).containsExactly(1, 1);
    assertThat(ledger.flush().succeeded()).isTrue();
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void oldHours_areForgottenOnceAnHour() {
    ledger.flush();
    ledger.flush();
    clock.set(NOON.plus(Duration.ofHours(1)));
    ledger.flush();
    assertThat(store.forgotten)
        .containsExactly(NOON.minus(RETENTION), NOON.minus(RETENTION).plus(Duration.ofHours(1)));
  }

  /* --------------- bounds --------------- */

  @Test
  void madeUpIds_countForThemselvesUpToTheBound_thenTogether() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < MadeUpIds.MOST_AN_HOUR + 500; i++) {
        ledger.count(model("ft:" + i, null), RequestUsage.of(1, 1));
        ledger.count(model("auto-" + i, Origin.AUTO), RequestUsage.of(1, 1));
      }
      ledger.flush();
    }
    assertThat(requests("ft:499")).isEqualTo(2);
    assertThat(requests("ft:500")).isZero();
    assertThat(requests("auto-499")).isEqualTo(2);
    assertThat(requests(UsageLedger.OTHER)).isEqualTo(4_000);
    assertThat(requests(null)).isEqualTo(6_000);
    ledger.count(road, RequestUsage.of(1, 1));
    assertThat(requests("acme/road-1")).isEqualTo(1);
    clock.set(NOON.plus(Duration.ofHours(1)));
    ledger.count(model("ft:500", null), RequestUsage.of(1, 1));
    assertThat(requests("ft:500")).isEqualTo(1);
  }

  @Test
  void madeUpIds_ofPastHours_areBoundedTogether() {
    MadeUpIds ids = new MadeUpIds();
    int hours = MadeUpIds.MOST / MadeUpIds.MOST_AN_HOUR;
    for (int hour = 1; hour <= hours; hour++) {
      for (int i = 0; i < MadeUpIds.MOST_AN_HOUR; i++) {
        assertThat(ids.admit(hour, "ft:" + i)).isTrue();
      }
    }
    assertThat(ids.admit(0, "ft:x")).isFalse();
    assertThat(ids.admit(1, "ft:0")).isTrue();
    assertThat(ids.admit(hours + 1, "ft:x")).isTrue();
    assertThat(ids.admit(1, "ft:0")).isFalse();
    assertThat(ids.admit(2, "ft:0")).isTrue();
  }

  @Test
  void modelsBeyondTheBound_countTogetherUntilTheNextSaving() {
    int models = UsageLedger.MOST_CELLS + 10;
    IntStream.range(0, models).forEach(i -> ledger.count(registered("m" + i), at(NOON)));
    assertThat(requests(UsageLedger.OTHER)).isEqualTo(10);
    assertThat(requests(null)).isEqualTo(models);
    ledger.flush();
    ledger.count(registered("m" + (models - 1)), at(NOON));
    assertThat(requests("m" + (models - 1))).isEqualTo(1);
  }

  @Test
  void whileTheStoreFails_memoryIsBounded_andNoRequestIsLost() {
    store.manual = true;
    int models = 0;
    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < 4_000; i++) {
        ledger.count(registered("m" + models++), RequestUsage.of(1, 1));
      }
      ledger.flush();
      store.answers.remove().fail("no");
    }
    assertThat(store.rows.get(7)).isEqualTo(UsageLedger.MOST_UNSAVED + 1);
    assertThat(requests(null)).isEqualTo(models);
  }

  @Test
  void whatOthersTell_isOfTheTimeThatIsKept() {
    Instant oldest = NOON.minus(RETENTION);
    ledger.record(road, at(oldest));
    ledger.record(road, at(NOON.plusSeconds(300)));
    for (Instant wrong : List.of(oldest.minusNanos(1), NOON.plusSeconds(300).plusNanos(1))) {
      assertThatThrownBy(() -> ledger.record(road, at(wrong)))
          .isInstanceOf(UnderstudyException.class)
          .hasMessage(
              "at: %s (expected: a time from 2026-08-25T12:00:00Z to 2026-11-23T12:05:00Z)"
                  .formatted(wrong));
    }
    UsageSpan all = new UsageSpan(oldest, null, 0);
    assertThat(ledger.usage("acme/road-1", all).result().total().requests()).isEqualTo(2);
  }
}
