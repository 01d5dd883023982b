package dev.understudy.simulation;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;

/**
 * Measures the streams of one model. Called for every token, on any thread; so it is fast and makes
 * no garbage.
 */
public interface StreamMeter {

  /** Finds the meter of a model. Safe on any thread. */
  @FunctionalInterface
  interface Source {
    /** The meter of that model's streams. */
    StreamMeter of(ModelDefinition model);
  }

  /** Measures nothing. */
  StreamMeter NONE =
      new StreamMeter() {
        @Override
        public void queued(int more) {}

        @Override
        public void refused(ErrorCode why) {}

        @Override
        public void begun() {}

        @Override
        public void firstToken(long ttftNanos, long lagNanos) {}

        @Override
        public void nextToken(long itlNanos, long lagNanos) {}

        @Override
        public void whole(long lagNanos) {}

        @Override
        public void ended(SimulationState state) {}
      };

  /** So many requests more wait for their stream to begin; negative when they wait no longer. */
  void queued(int more);

  /** A request was refused once its model was known. */
  void refused(ErrorCode why);

  /** A stream began. */
  void begun();

  /**
   * The first token was sent.
   *
   * @param ttftNanos after the stream's start
   * @param lagNanos after it was due
   */
  void firstToken(long ttftNanos, long lagNanos);

  /**
   * A token was sent that is not the first.
   *
   * @param itlNanos after the one before
   * @param lagNanos after it was due
   */
  void nextToken(long itlNanos, long lagNanos);

  /**
   * An answer was sent in one write.
   *
   * @param lagNanos after its last token was due
   */
  void whole(long lagNanos);

  /** A stream that had begun ended. */
  void ended(SimulationState state);
}
