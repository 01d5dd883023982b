package dev.understudy.bench;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.Cause;
import dev.understudy.store.DurableWrites;
import dev.understudy.store.RevisionLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Writers that each replace a model of their own, and again when that is acknowledged. All run on
 * the registry's event loop, as the bus and HTTP hand writes to it.
 */
final class StoreWriters {

  private static final int AUTO_RESIZING_DIGITS = 3;

  private final Vertx vertx;
  private final RevisionLog log;
  private final List<ModelDefinition> models;
  private final Context context;
  private final ModelRegistry registry;
  private final Histogram nanos = new Histogram(AUTO_RESIZING_DIGITS);
  private long until;
  private int open;
  private int round;

  StoreWriters(Vertx vertx, RevisionLog log, List<ModelDefinition> models) {
    this.vertx = vertx;
    this.log = log;
    this.models = models;
    this.context = vertx.getOrCreateContext();
    this.registry =
        new ModelRegistry(
            Clock.systemUTC(),
            "bench",
            id -> {
              throw new IllegalArgumentException(id);
            });
  }

  /** How many writes a second were acknowledged, and how long they took. */
  record Figures(double perSecond, double p50Millis, double p99Millis) {}

  /** Runs that many writers for a while; the first half does not count. */
  Figures run(int writers, double seconds) throws Exception {
    Promise<Figures> done = Promise.promise();
    context.runOnContext(
        start ->
            log.open(false)
                .compose(
                    kept -> {
                      registry.recover(kept);
                      DurableWrites writes =
                          new DurableWrites(vertx, Clock.systemUTC(), registry, log, shown -> {});
                      return writes
                          .write(Cause.CATALOG, () -> registry.replaceCatalog(models))
                          .compose(taken -> measured(writes, writers, seconds / 2))
                          .compose(warm -> measured(writes, writers, seconds / 2));
                    })
                .onComplete(done));
    Figures figures = done.future().await(10, TimeUnit.MINUTES);
    log.close().await(1, TimeUnit.MINUTES);
    return figures;
  }

  private Future<Figures> measured(DurableWrites writes, int writers, double seconds) {
    Promise<Figures> done = Promise.promise();
    nanos.reset();
    long start = System.nanoTime();
    until = start + (long) (seconds * 1e9);
    open = writers;
    for (int i = 0; i < writers; i++) {
      write(writes, i, done, start);
    }
    return done.future();
  }

  private void write(DurableWrites writes, int writer, Promise<Figures> done, long start) {
    long before = System.nanoTime();
    if (before >= until) {
      if (--open == 0) {
        double perSecond = nanos.getTotalCount() / ((before - start) / 1e9);
        done.complete(
            new Figures(
                perSecond,
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6));
      }
      return;
    }
    int window = 1_000 + ++round;
    ModelDefinition model =
        models.get(writer).with(b -> b.contextWindow(window).maxOutputTokens(100));
    Future<RegistryWrite> written =
        writes.write(Cause.WRITE, () -> registry.put(model, Precondition.none()));
    written.onComplete(
        kept -> {
          nanos.recordValue(System.nanoTime() - before);
          write(writes, writer, done, start);
        },
        done::tryFail);
  }
}
