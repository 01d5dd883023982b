package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;

/**
 * What a request asks of the engine that serves its model. Immutable but for the engine, which is
 * safe on any thread.
 *
 * @param engine shared by the requests of a model
 * @param prefillNanos engine time that the prompt takes, from 0
 * @param latencyNanos the part of the time to first token that is not the engine's, from 0
 */
public record EngineWork(StepScheduler engine, long prefillNanos, long latencyNanos) {

  /** The same work where all of it takes longer by a factor, and then begins later. */
  public EngineWork slowed(double factor, long laterNanos) {
    return new EngineWork(
        engine, Math.round(prefillNanos * factor), Math.round(latencyNanos * factor) + laterNanos);
  }

  /**
   * Takes the request in.
   *
   * @param atSlot see {@link StepScheduler#admit}
   * @throws UnderstudyException OVERLOADED when slots and queue are full
   */
  DueTimes admit(long t0Nanos, TokenSchedule alone, Runnable atSlot) {
    return engine.admit(t0Nanos, this, alone, atSlot);
  }
}
