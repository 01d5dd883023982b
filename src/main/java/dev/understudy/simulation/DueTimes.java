package dev.understudy.simulation;

/**
 * When the tokens of one stream are due, in nanoseconds after its start: known from the start, or
 * as the work of others allows.
 */
interface DueTimes {

  /** How many tokens. */
  int tokens();

  /**
   * When token {@code k} is due; while that is not known, when to ask again, which is after the
   * last {@link #advance}.
   */
  long dueOffsetNanos(int k);

  /** When the stream ends; not known before its last token is. */
  long durationNanos();

  /** Works out what is known by that reading of the clock. */
  default void advance(long nowNanos) {}

  /** Tells that the stream has ended, however it did. */
  default void leave() {}
}
