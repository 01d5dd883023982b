package dev.understudy.simulation;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final PlanDetails details;
  private final FinishReason finishReason;
  private final int completionTokens;
  private final int reasoningTokens;
  private final AnswerForm form;
  private final StreamMeter meter;
  private @Nullable Consumer<SimulationRecord> atEnd;
  private final long[] sentOffsetsNanos;
  private volatile DueTimes due;
  private boolean queued = true;
  private long t0Nanos;
  private volatile int sent;
  private volatile SimulationState state = SimulationState.PLAYING;

  /** The record of a plan that is about to be played; {@code atEnd} is told when that is over. */
  SimulationRecord(
      SimulationPlan plan,
      String model,
      long createdSeconds,
      AnswerForm form,
      StreamMeter meter,
      Consumer<SimulationRecord> atEnd) {
    this.id = plan.id();
    this.model = model;
    this.seed = plan.seed();
    this.createdSeconds = createdSeconds;
    this.promptTokens = plan.promptTokens();
    this.schedule = plan.schedule();
    this.details = plan.details();
    this.due = schedule;
    this.finishReason = plan.finishReason();
    this.completionTokens = plan.completionTokens();
    this.reasoningTokens = plan.reasoningTokens();
    this.form = form;
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

  /** What earlier requests did to the plan, and what was asked of the engine. */
  public PlanDetails details() {
    return details;
  }

  /** When each token is due by the plan, which knows of no load. */
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

  /**
   * When those of the tokens sent so far were due, in nanoseconds after the start: as planned, or
   * later where the model's engine was at work for others.
   *
   * @param tokens how many, at most those that were sent
   */
  public long[] dueOffsetsNanos(int tokens) {
    return IntStream.range(0, tokens).mapToLong(due::dueOffsetNanos).toArray();
  }

  /**
   * Begins, once the model's engine has taken it in.
   *
   * @return when its tokens are due
   * @throws UnderstudyException OVERLOADED when slots and queue are full; it is refused then
   */
  DueTimes begin(long t0Nanos) {
    EngineWork work = details.work();
    this.t0Nanos = t0Nanos;
    meter.queued(1);
    if (work == null) {
      leaveQueue();
      return schedule;
    }
    try {
      DueTimes admitted = work.admit(t0Nanos, schedule, this::leaveQueue);
      due = admitted;
      return admitted;
    } catch (UnderstudyException overloaded) {
      meter.queued(-1);
      refuse(overloaded.code());
      throw overloaded;
    }
  }

  /** On any event loop that advances the engine, under its lock; or when the stream has left it. */
  private void leaveQueue() {
    queued = false;
    meter.queued(-1);
    meter.begun();
  }

  /** Ends without having begun. */
  void refuse(ErrorCode why) {
    state = SimulationState.REFUSED;
    meter.refused(why);
    tell();
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
      long lag = offset - due.dueOffsetNanos(k);
      if (k == 0) {
        meter.firstToken(offset, lag);
      } else {
        meter.nextToken(offset - sentOffsetsNanos[k - 1], lag);
      }
    }
  }

  /** As {@link #measure}, of an answer in one write. */
  void measureEnd() {
    if (sent > 0) {
      meter.whole(sentOffsetsNanos[sent - 1] - due.durationNanos());
    }
  }

  /** What it comes to, now that it is over. */
  EndedRequest ended(long nowNanos) {
    if (state == SimulationState.REFUSED) {
      return EndedRequest.REFUSED;
    }
    boolean done = state == SimulationState.DONE;
    int shown = details.thinkingShown() ? Math.min(sent, reasoningTokens) : 0;
    return new EndedRequest(
        state,
        promptTokens,
        details.cachedTokens(),
        form == AnswerForm.SCORES ? 0 : done ? completionTokens : sent,
        form == AnswerForm.SCORES ? 0 : done ? reasoningTokens : shown,
        done ? nowNanos - t0Nanos : -1,
        form == AnswerForm.STREAM && sent > 0 ? sentOffsetsNanos[0] : -1);
  }

  /** To be called when the engine, if there is one, has let go of it. */
  void end(SimulationState how) {
    state = how;
    if (queued) {
      leaveQueue();
    }
    meter.ended(how);
    tell();
  }

  /** Once, and lets go of who is told: he holds the request and the answer, and this is kept. */
  private void tell() {
    Consumer<SimulationRecord> told = atEnd;
    atEnd = null;
    if (told != null) {
      told.accept(this);
    }
  }
}
