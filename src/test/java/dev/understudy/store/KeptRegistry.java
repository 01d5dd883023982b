package dev.understudy.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.TestClock;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistryContents;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A registry whose writes a log keeps, on an event loop of its own. */
final class KeptRegistry {

  static final Precondition ANY = Precondition.none();

  private static final long PATIENCE_SECONDS = 60;

  final RevisionLog log;
  final ModelRegistry registry;
  final TestClock clock = new TestClock();
  final AtomicInteger shown = new AtomicInteger();
  final Queue<LoggedWrite> told = new ConcurrentLinkedQueue<>();
  private final Context loop;
  private final DurableWrites writes;
  private boolean isClosed;

  private KeptRegistry(Vertx vertx, RevisionLog log, Recovered recovered) {
    this.log = log;
    this.registry =
        new ModelRegistry(clock, "not recovered", id -> ModelDefinition.builder(id).build());
    registry.recover(recovered);
    this.loop = vertx.getOrCreateContext();
    this.writes =
        new DurableWrites(
            vertx,
            clock,
            registry,
            log,
            write -> {
              shown.incrementAndGet();
              told.add(write);
              synchronized (told) {
                told.notifyAll();
              }
            });
  }

  /** What the log has kept; closes it and throws when it cannot be opened. */
  static KeptRegistry open(Vertx vertx, RevisionLog log, boolean acceptLoss) {
    try {
      return new KeptRegistry(vertx, log, await(log.open(acceptLoss)));
    } catch (RuntimeException e) {
      await(log.close());
      throw e;
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Begins a write, on the registry's event loop. */
  Future<RegistryWrite> begin(Function<ModelRegistry, RegistryWrite> operation) {
    return onLoop(() -> writes.write(Cause.WRITE, () -> operation.apply(registry)));
  }

  /** Takes over what others write, from now on, as far as it is told. */
  void follow(Peers peers) {
    await(onLoop(() -> peers.listen(writes::follow)));
  }

  /** Waits until that revision shows. */
  void awaitRevision(long revision) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (told) {
      while (revision() < revision) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("revision " + revision() + " (expected: " + revision + ")");
        }
        told.wait(Math.min(left, 100)); // of what was read anew nobody is told
      }
    }
  }

  /** Takes over what others have written up to a revision. */
  void follow(long revision) {
    loop.runOnContext(run -> writes.follow(revision));
  }

  <T> Future<T> onLoop(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(run -> task.get().onComplete(done));
    return done.future();
  }

  /** Makes a write and waits for it. */
  RegistryWrite write(Function<ModelRegistry, RegistryWrite> operation) {
    return await(begin(operation));
  }

  RegistryWrite put(String id) {
    return write(registry -> registry.put(model(id), ANY));
  }

  RegistryContents contents() {
    return RegistryContents.of(registry.snapshot());
  }

  String epoch() {
    return registry.snapshot().epoch();
  }

  long revision() {
    return registry.snapshot().revision().number();
  }

  /** May be called again. */
  void close() {
    if (!isClosed) {
      isClosed = true;
      await(log.close());
    }
  }

  static ModelDefinition model(String id, String... aliases) {
    return ModelDefinition.builder(id)
        .name("Model " + id)
        .aliases(Stream.of(aliases).map(ModelAlias::of).toList())
        .build();
  }

  static ModelDefinition ofCatalog(String id, String... aliases) {
    return model(id, aliases).with(b -> b.origin(Origin.catalog("acme.json")));
  }

  static MergePatch patch(String json) {
    try {
      return new MergePatch((ObjectNode) new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
