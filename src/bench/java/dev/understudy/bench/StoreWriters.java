package dev.understudy.bench;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
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
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Writers that each replace a model of their own, and again when that is acknowledged. All run on
 * the registry's event loop, as the bus and HTTP hand writes to it.
 */
final class StoreWriters {

  private static final int DIGITS = 3;

  private final Vertx vertx;
  private final RevisionLog log;
  private final List<ModelDefinition> models;
  private final Context context;
  private final ModelRegistry registry;
  private final List<ModelDefinition> even;
  private final List<ModelDefinition> odd;

  StoreWriters(Vertx vertx, RevisionLog log, List<ModelDefinition> models) {
    this.vertx = vertx;
    this.log = log;
    this.models = models;
    this.even = withContext(2_000);
    this.odd = withContext(3_000);
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
    return done(
        writes ->
            measured(writes, writers, Long.MAX_VALUE, seconds / 2)
                .compose(warm -> measured(writes, writers, Long.MAX_VALUE, seconds / 2)));
  }

  /** Lets that many writers make so many revisions together. */
  void write(int writers, long revisions) throws Exception {
    done(writes -> measured(writes, writers, revisions - 1, Double.MAX_VALUE));
  }

  private Figures done(Function<DurableWrites, Future<Figures>> work) throws Exception {
    Promise<Figures> done = Promise.promise();
    context.runOnContext(start -> opened().compose(work).onComplete(done));
    Figures figures = done.future().await(30, TimeUnit.MINUTES);
    log.close().await(1, TimeUnit.MINUTES);
    return figures;
  }

  private Future<DurableWrites> opened() {
    return log.open(false)
        .compose(
            kept -> {
              registry.recover(kept);
              DurableWrites writes =
                  new DurableWrites(vertx, Clock.systemUTC(), registry, log, shown -> {});
              return writes.write(Cause.CATALOG, () -> registry.replaceCatalog(models)).map(writes);
            });
  }

  private Future<Figures> measured(DurableWrites writes, int writers, long most, double seconds) {
    Run run = new Run(writes, most, seconds, writers);
    for (int i = 0; i < writers; i++) {
      run.write(i);
    }
    return run.done.future();
  }

  /** Some writers at work. Confined to the registry's event loop. */
  private final class Run {
    private final Promise<Figures> done = Promise.promise();
    private final Histogram nanos = new Histogram(DIGITS);
    private final DurableWrites writes;
    private final long start = System.nanoTime();
    private final double until;
    private final int[] written;
    private long left;
    private int open;

    Run(DurableWrites writes, long most, double seconds, int writers) {
      this.writes = writes;
      this.left = most;
      this.until = start + seconds * 1e9;
      this.open = writers;
      this.written = new int[writers];
    }

    void write(int writer) {
      long before = System.nanoTime();
      if (before >= until || left == 0) {
        end(before);
        return;
      }
      left--;
      writes
          .write(Cause.WRITE, () -> registry.put(next(writer), Precondition.none()))
          .onComplete(
              kept -> {
                nanos.recordValue(System.nanoTime() - before);
                write(writer);
              },
              done::tryFail);
    }

    /** Two forms by turns, as read beforehand: what a client sends is not the store's work. */
    private ModelDefinition next(int writer) {
      return (++written[writer] % 2 == 0 ? even : odd).get(writer);
    }

    private void end(long now) {
      if (--open == 0) {
        done.complete(
            new Figures(
                nanos.getTotalCount() / ((now - start) / 1e9),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6));
      }
    }
  }

  private List<ModelDefinition> withContext(int tokens) {
    return models.stream()
        .map(
            model ->
                model.with(b -> b.contextWindow(tokens).maxOutputTokens(100).origin(Origin.API)))
        .toList();
  }
}
