package dev.understudy.simulation;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What was planned of a stream and what has become of it, without its text. One event loop writes,
 * any thread reads: the count of sent tokens is written after their offsets, and read before.
 */
public final class SimulationRecord {

  private final String id;
  private final String model;
  private final long seed;
  private final long createdSeconds;
  private final int promptTokens;
  private final TokenSchedule schedule;
  private final FinishReason finishReason;
  private final StreamMeter meter;
  private final Consumer<SimulationRecord> atEnd;
  private final long[] sentOffsetsNanos;
  private volatile int sent;
  private volatile SimulationState state = SimulationState.PLAYING;

  /** The record of a plan that is about to be played; {@code atEnd} is told when that is over. */
  SimulationRecord(
      SimulationPlan plan,
      String model,
      long createdSeconds,
      StreamMeter meter,
      Consumer<SimulationRecord> atEnd) {
    this.id = plan.id();
    this.model = model;
    this.seed = plan.seed();
    this.createdSeconds = createdSeconds;
    this.promptTokens = plan.promptTokens();
    this.schedule = plan.schedule();
    this.finishReason = plan.finishReason();
    this.meter = meter;
    this.atEnd = atEnd;
    this.sentOffsetsNanos = new long[schedule.tokens()];
  }

  /** The answer's id. */
  public String id() {
    return id;
  }

  /** The id of the model that answers. */
  public String model() {
    return model;
  }

  /** The request seed used, given or drawn. */
  public long seed() {
    return seed;
  }

  /** When it began, in seconds after 1970. */
  public long createdSeconds() {
    return createdSeconds;
  }

  /** Length of what was asked. */
  public int promptTokens() {
    return promptTokens;
  }

  /** When each token is due. */
  public TokenSchedule schedule() {
    return schedule;
  }

  /** Why the answer ends, if all of it is sent. */
  public FinishReason finishReason() {
    return finishReason;
  }

  /** Where it is in its life. */
  public SimulationState state() {
    return state;
  }

  /** How many tokens were sent: those that are paid for. */
  public int tokensSent() {
    return sent;
  }

  /** See {@link TokenStream#sentOffsetNanos}. */
  long sentOffsetNanos(int k) {
    if (k >= sent) {
      throw new IndexOutOfBoundsException(
          "token: " + k + " (expected: below the " + sent + " sent)");
    }
    return sentOffsetsNanos[k];
  }

  /** When the tokens sent so far went out, in nanoseconds after the start, as a copy. */
  public long[] sentOffsetsNanos() {
    return Arrays.copyOf(sentOffsetsNanos, sent);
  }

  /** This one, which is not begun. */
  SimulationRecord refused() {
    state = SimulationState.REFUSED;
    return this;
  }

  void begin() {
    meter.begun();
  }

  void send(int toExclusive, long offsetNanos) {
    Arrays.fill(sentOffsetsNanos, sent, toExclusive, offsetNanos);
    sent = toExclusive;
  }

  /**
   * Measures tokens that were sent; apart from {@link #send}, so that none is sent later for it.
   */
  void measure(int from, int toExclusive) {
    for (int k = from; k < toExclusive; k++) {
      long offset = sentOffsetsNanos[k];
      long lag = offset - schedule.dueOffsetNanos(k);
      if (k == 0) {
        meter.firstToken(offset, lag);
      } else {
        meter.nextToken(offset - sentOffsetsNanos[k - 1], lag);
      }
    }
  }

  void end(SimulationState how) {
    state = how;
    meter.ended(how);
    atEnd.accept(this);
  }
}
