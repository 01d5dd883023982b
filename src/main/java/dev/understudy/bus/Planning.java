package dev.understudy.bus;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationPlanner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Hands the planning of answers to the workers, who take turns. Unlike requests of the registry
 * these are no messages of the bus: they never leave the JVM, and there is one for every answer.
 * Safe on any thread.
 */
public final class Planning {

  private final Vertx vertx;
  private volatile List<Desk> desks = List.of();
  private final AtomicInteger turns = new AtomicInteger();

  /** Without workers. */
  public Planning(Vertx vertx) {
    this.vertx = vertx;
  }

  private record Desk(Context worker, Supplier<SimulationPlanner> planner) {}

  /**
   * Has a worker take part.
   *
   * @param worker its context
   * @param planner is asked for there
   */
  public synchronized void join(Context worker, Supplier<SimulationPlanner> planner) {
    desks = Stream.concat(desks.stream(), Stream.of(new Desk(worker, planner))).toList();
  }

  /** Hands no more to that worker. */
  public synchronized void leave(Context worker) {
    desks = desks.stream().filter(desk -> desk.worker() != worker).toList();
  }

  /**
   * Has something worked out.
   *
   * @return completes on the caller's context; fails with what {@code work} throws, UNAVAILABLE
   *     when there is no worker
   */
  public <T> Future<T> ask(Function<SimulationPlanner, T> work) {
    List<Desk> open = desks;
    if (open.isEmpty()) {
      return Future.failedFuture(closed());
    }
    Desk desk = open.get(Math.floorMod(turns.getAndIncrement(), open.size()));
    Context caller = vertx.getOrCreateContext();
    Promise<T> done = Promise.promise();
    try {
      desk.worker().runOnContext(turn -> workOut(desk.planner(), work, caller, done));
    } catch (RejectedExecutionException stopped) {
      return Future.failedFuture(closed());
    }
    return done.future();
  }

  private static UnderstudyException closed() {
    return new UnderstudyException(ErrorCode.UNAVAILABLE, "no worker plans answers now", null);
  }

  private static <T> void workOut(
      Supplier<SimulationPlanner> planner,
      Function<SimulationPlanner, T> work,
      Context caller,
      Promise<T> done) {
    try {
      T result = work.apply(planner.get());
      caller.runOnContext(turn -> done.complete(result));
    } catch (RuntimeException | Error e) {
      caller.runOnContext(turn -> done.fail(e)); // who asked must not wait for nothing
    }
  }
}
