package dev.understudy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads count while others save and read, by a store that answers elsewhere and often fails. */
class UsageLedgerConcurrencyTest {

  private static final int THREADS = 4;
  private static final int EACH = 50_000;
  private static final UsageSpan TOTAL = new UsageSpan(null, null, 0);

  /** Takes every third batch only, and checks that no read meets a write. */
  private static final class Unreliable implements UsageStore {
    private final ExecutorService thread = Executors.newFixedThreadPool(2);
    private final MemoryUsageStore memory = new MemoryUsageStore();
    private final AtomicInteger adds = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger meetings = new AtomicInteger();

    @Override
    public Future<Void> add(List<HourlyUsage> deltas) {
      Promise<Void> done = Promise.promise();
      meetings.addAndGet(writers.getAndIncrement() + readers.get());
      thread.execute(
          () -> {
            boolean fails = adds.incrementAndGet() % 3 != 0;
            if (!fails) {
              memory.add(deltas);
            }
            writers.decrementAndGet();
            done.handle(fails ? Future.failedFuture("not now") : Future.succeededFuture());
          });
      return done.future();
    }

    @Override
    public Future<Void> read(
        @Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> rows) {
      Promise<Void> done = Promise.promise();
      readers.incrementAndGet();
      meetings.addAndGet(writers.get());
      thread.execute(
          () -> {
            memory.read(model, from, to, rows);
            readers.decrementAndGet();
            done.complete();
          });
      return done.future();
    }

    @Override
    public Future<Void> forgetBefore(Instant hour) {
      return memory.forgetBefore(hour);
    }
  }

  @Test
  @Timeout(60)
  void nothingIsLostOrCountedTwice() throws Exception {
    Unreliable store = new Unreliable();
    Clock clock = Clock.fixed(UsageSamples.NOON, ZoneOffset.UTC);
    UsageLedger ledger = new UsageLedger(store, clock, Duration.ofDays(1));
    ExecutorService counters = Executors.newFixedThreadPool(THREADS);
    AtomicLong begun = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    for (int t = 0; t < THREADS; t++) {
      ModelDefinition model = UsageSamples.registered("m" + t % 3);
      counters.execute(
          () -> {
            for (int i = 0; i < EACH; i++) {
              begun.incrementAndGet();
              ledger.count(model, RequestUsage.of(3, 2).withLatency(Duration.ofMillis(i % 500)));
              ended.incrementAndGet();
            }
          });
    }
    counters.shutdown();
    List<Future<Void>> flushes = new ArrayList<>();
    long before = 0;
    int reads = 0;
    while (!counters.awaitTermination(0, TimeUnit.MILLISECONDS) || reads < 50) {
      flushes.add(ledger.flush());
      long atLeast = ended.get();
      Future<UsageReport> read = ledger.usage(null, TOTAL);
      long requests = read.await(10, TimeUnit.SECONDS).total().requests();
      assertThat(requests).isBetween(Math.max(before, atLeast), begun.get());
      before = requests;
      reads++;
    }
    UsageCounts all = ledger.usage(null, TOTAL).await(10, TimeUnit.SECONDS).total();
    assertThat(all.requests()).isEqualTo(THREADS * EACH);
    assertThat(all.latency().count()).isEqualTo(THREADS * EACH);
    assertThat(all.inputTokens()).isEqualTo(3L * THREADS * EACH);
    assertThat(all.cost()).isEqualByComparingTo("7.8");
    assertThat(store.meetings).hasValue(0);
    assertThat(flushes).anyMatch(Future::failed).anyMatch(Future::succeeded);
    store.thread.shutdown();
  }
}
