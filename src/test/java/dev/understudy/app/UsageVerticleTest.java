package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.RegistryClient;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.usage.HourlyUsage;
import dev.understudy.usage.MemoryUsageStore;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.UsageLedger;
import dev.understudy.usage.UsageStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counts are saved in time, again after a failure, and at the end. */
@ExtendWith(VertxExtension.class)
class UsageVerticleTest {

  private static final ModelDefinition MODEL =
      ModelDefinition.builder("m").origin(Origin.API).build();

  /** Fails so many times, then stores. */
  private static final class Store implements UsageStore {
    private final MemoryUsageStore memory = new MemoryUsageStore();
    private final AtomicInteger failures;
    private final Promise<List<HourlyUsage>> stored = Promise.promise();

    Store(int failures) {
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public Future<Void> add(List<HourlyUsage> deltas) {
      if (failures.getAndDecrement() > 0) {
        return Future.failedFuture("the disk is full");
      }
      return memory.add(deltas).onSuccess(done -> stored.tryComplete(deltas));
    }

    @Override
    public Future<Void> read(
        @Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> rows) {
      return memory.read(model, from, to, rows);
    }

    @Override
    public Future<Void> forgetBefore(Instant hour) {
      return memory.forgetBefore(hour);
    }
  }

  private static Future<String> deploy(Vertx vertx, UsageLedger ledger, int flushSeconds) {
    RegistrySnapshot empty = ModelRegistries.empty(Clock.systemUTC()).snapshot();
    ModelLookup lookup = new ModelLookup(() -> empty, new RegistryClient(vertx));
    return vertx.deployVerticle(
        () -> new UsageVerticle(ledger, lookup, flushSeconds),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }

  private static UsageLedger ledger(UsageStore store) {
    return new UsageLedger(store, Clock.systemUTC(), Duration.ofDays(1));
  }

  @Test
  void whatWasCounted_isSavedInTime_alsoAfterAFailure(Vertx vertx) throws Exception {
    Store store = new Store(1);
    UsageLedger ledger = ledger(store);
    deploy(vertx, ledger, 1).await(10, TimeUnit.SECONDS);
    ledger.count(MODEL, RequestUsage.of(1, 1));
    List<HourlyUsage> stored = store.stored.future().await(20, TimeUnit.SECONDS);
    assertThat(stored).singleElement().satisfies(UsageVerticleTest::assertIsOneRequest);
    assertThat(store.failures).hasNonPositiveValue();
  }

  private static void assertIsOneRequest(HourlyUsage row) {
    assertThat(row.model()).isEqualTo("m");
    assertThat(row.counts().requests()).isEqualTo(1);
  }

  @Test
  void whatWasCountedLast_isSavedAtTheEnd(Vertx vertx) throws Exception {
    Store store = new Store(0);
    UsageLedger ledger = ledger(store);
    String id = deploy(vertx, ledger, 60).await(10, TimeUnit.SECONDS);
    ledger.count(MODEL, RequestUsage.of(1, 1));
    vertx.undeploy(id).await(10, TimeUnit.SECONDS);
    assertThat(store.stored.future().result())
        .singleElement()
        .satisfies(UsageVerticleTest::assertIsOneRequest);
  }
}
