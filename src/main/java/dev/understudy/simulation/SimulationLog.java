package dev.understudy.simulation;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of streams that are being played, and of those that have ended, for a while: as many
 * as the bounds allow, the first ended goes first. What has grown too old is let go when the next
 * stream ends or the log is asked for something, not by a timer: an idle server may hold the last
 * records longer, within the bounds of count and tokens, but answers none of them. Safe on any
 * thread.
 *
 * <p>Seed and body decide an answer's id, so that the same request has it again; it then stands for
 * the last.
 */
public final class SimulationLog {

  /** Its tokens are noted, as an old record is no longer at hand in the caches. */
  private record Ended(SimulationRecord simulation, int tokens, long nanos) {}

  private final Bounds bounds;
  private final LongSupplier nanoClock;
  private final Clock clock;
  private final StreamMeter.Source meters;
  private final RequestCounter requests;
  private final Map<String, SimulationRecord> byId = new HashMap<>();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private long keptTokens;

  /**
   * How much is kept of what has ended.
   *
   * @param simulations how many at most, from 0
   * @param tokens how many tokens they have together at most, at 16 bytes each, 24 where the model
   *     has a capacity, from 0
   * @param age for how long at most
   */
  public record Bounds(int simulations, long tokens, Duration age) {}

  /**
   * A log without entries.
   *
   * @param nanoClock by which records grow old
   * @param clock says when streams began
   * @param requests counts those that are over
   */
  public SimulationLog(
      Bounds bounds,
      LongSupplier nanoClock,
      Clock clock,
      StreamMeter.Source meters,
      RequestCounter requests) {
    this.bounds = bounds;
    this.nanoClock = nanoClock;
    this.clock = clock;
    this.meters = meters;
    this.requests = requests;
  }

  /** The meter of a model's streams. */
  public StreamMeter meter(ModelDefinition model) {
    return meters.of(model);
  }

  /** What is kept. */
  public Bounds bounds() {
    return bounds;
  }

  /** Counts a request to a model that was refused before it was planned. */
  public void refuse(ModelDefinition model) {
    requests.ended(model, EndedRequest.REFUSED);
  }

  /** Enters a plan that is not played after all. */
  public void refuse(SimulationPlan plan, ModelDefinition model, ErrorCode why) {
    enter(plan, model).refuse(why);
  }

  /** Enters a plan that is about to be played as a stream. */
  public SimulationRecord enter(SimulationPlan plan, ModelDefinition model) {
    return enter(plan, model, AnswerForm.STREAM, ended -> {});
  }

  /**
   * Enters a plan that is about to be played.
   *
   * @param atEnd is told when it has ended, however it did, or was refused; before its last words
   *     are sent
   */
  public SimulationRecord enter(
      SimulationPlan plan,
      ModelDefinition model,
      AnswerForm form,
      Consumer<SimulationRecord> atEnd) {
    SimulationRecord simulation =
        new SimulationRecord(
            plan,
            model.id(),
            clock.instant().getEpochSecond(),
            form,
            meters.of(model),
            atEnd.andThen(ended -> end(model, ended)));
    synchronized (this) {
      byId.put(simulation.id(), simulation);
    }
    return simulation;
  }

  private void end(ModelDefinition model, SimulationRecord simulation) {
    long now = nanoClock.getAsLong();
    keep(simulation, now);
    requests.ended(model, simulation.ended(now));
  }

  private synchronized void keep(SimulationRecord simulation, long now) {
    int tokens = simulation.schedule().tokens();
    ended.addLast(new Ended(simulation, tokens, now));
    keptTokens += tokens;
    forget(now);
  }

  private void forget(long now) {
    while (!ended.isEmpty()
        && (ended.size() > bounds.simulations()
            || keptTokens > bounds.tokens()
            || now - ended.getFirst().nanos() > bounds.age().toNanos())) {
      Ended oldest = ended.removeFirst();
      keptTokens -= oldest.tokens();
      byId.remove(oldest.simulation().id(), oldest.simulation());
    }
  }

  /** The simulation of that id; null when there was none, or it is forgotten. */
  public synchronized @Nullable SimulationRecord find(String id) {
    forget(nanoClock.getAsLong());
    return byId.get(id);
  }

  /** How many records there are, of open streams too. */
  public synchronized int size() {
    forget(nanoClock.getAsLong());
    return byId.size();
  }
}
