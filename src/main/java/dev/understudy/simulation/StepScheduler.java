package dev.understudy.simulation;

import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * An inference engine's batch in virtual time. It works in steps: in each, waiting prompts get
 * their next chunk of prefill and every other running sequence advances by one solo step. A step
 * takes as long as its chunks plus, for n sequences that decode, itl + (n - 1) x step time per
 * sequence. So chunks stall those that decode (two shelves of ITL), the batch slows all down, and
 * beyond the slots requests wait (the knee): continuous batching [1] with chunked prefill [2].
 *
 * <p>That a step grows by the same time for each further sequence is a fit of ours to the published
 * table of one model [3], in which ITL rises by the same 0.75 ms for each further client up to the
 * knee; with the prefill chunks on top the model comes within 2 % of its ITL, from 1 to 250
 * clients.
 *
 * <p>A sequence brings its own schedule of running alone. The scheduler stretches it, step by step,
 * by the length of the step over that of a solo step; alone it is left as it was, to the
 * nanosecond. How long a step takes is known when it begins, and so is every token due in it.
 *
 * <p>Time is what callers say it is. Safe on any thread: streams of one model may be played on
 * several event loops, and each advances it under its lock, which is held for microseconds.
 *
 * <ol>
 *   <li>Yu et al.: Orca, OSDI 2022
 *   <li>Agrawal et al.: Taming Throughput-Latency Tradeoff in LLM Inference with Sarathi-Serve,
 *       OSDI 2024
 *   <li>NVIDIA: NIM for LLMs 1.8, performance of Llama-3.3-70B-Instruct by concurrency
 * </ol>
 */
final class StepScheduler {

  private final int slots;
  private final int queue;
  private final long soloNanos;
  private final long perSequenceNanos;
  private final long chunkNanos;
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private long stepEnd;
  private boolean busy;
  private boolean started;

  /**
   * An idle engine.
   *
   * @param soloNanos a step with one sequence, above 0
   * @param perSequenceNanos what each further one adds
   * @param chunkNanos the prefill that one step takes in at most, above 0
   */
  StepScheduler(int slots, int queue, long soloNanos, long perSequenceNanos, long chunkNanos) {
    this.slots = slots;
    this.queue = queue;
    this.soloNanos = soloNanos;
    this.perSequenceNanos = perSequenceNanos;
    this.chunkNanos = chunkNanos;
  }

  /**
   * The engine of a profile.
   *
   * @param timeScale the factor on every duration, above 0
   */
  static StepScheduler of(LatencyProfile profile, Capacity capacity, double timeScale) {
    double chunkSeconds = capacity.prefillChunkTokens() * profile.prefillSecondsPerToken();
    return new StepScheduler(
        capacity.slots(),
        capacity.queue(),
        Math.max(1, TokenSchedule.nanos(profile.itlMean() * timeScale)),
        TokenSchedule.nanos(capacity.stepSecondsPerSequence() * timeScale),
        Math.max(1, TokenSchedule.nanos(chunkSeconds * timeScale)));
  }

  /**
   * Takes a request in.
   *
   * @param t0Nanos when it arrived
   * @param work what it needs
   * @param alone when its tokens would be due if it ran alone
   * @param atSlot run once when it gets a slot, maybe within this call, by whoever advances the
   *     engine then; never after it has left
   * @throws UnderstudyException OVERLOADED when slots and queue are full; it says when the next is
   *     expected to end
   */
  synchronized DueTimes admit(long t0Nanos, EngineWork work, TokenSchedule alone, Runnable atSlot) {
    advance(t0Nanos);
    int present = running.size() + waiting.size();
    if (present >= slots + queue) {
      String message =
          "capacity: %d requests run or wait (expected: fewer than %d slots and a queue of %d)"
              .formatted(present, slots, queue);
      throw UnderstudyException.overloaded(message, nextEndNanos() - t0Nanos);
    }
    Sequence sequence = new Sequence(t0Nanos, work, alone, atSlot);
    waiting.add(sequence);
    if (!busy) {
      begin(started && stepEnd - t0Nanos > 0 ? stepEnd : t0Nanos);
    }
    return sequence;
  }

  /** Requests that run. */
  synchronized int running() {
    return running.size();
  }

  /** Requests that wait for a slot, or for the step under way to end. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Begins every step that is due to begin by then. */
  synchronized void advance(long nowNanos) {
    while (busy && stepEnd - nowNanos <= 0) {
      begin(stepEnd);
    }
  }

  private void begin(long at) {
    running.removeIf(Sequence::isSettled);
    while (running.size() < slots && !waiting.isEmpty()) {
      Sequence next = waiting.remove();
      running.add(next);
      next.atSlot.run();
    }
    int decoding = 0;
    for (Sequence sequence : running) {
      decoding += sequence.prefillLeft == 0 ? 1 : 0;
    }
    long length = decoding == 0 ? 0 : soloNanos + (decoding - 1) * perSequenceNanos;
    long budget = chunkNanos;
    for (Sequence sequence : running) {
      sequence.decodes = sequence.prefillLeft == 0;
      long part = Math.min(sequence.prefillLeft, budget);
      sequence.prefillLeft -= part;
      budget -= part;
    }
    length += chunkNanos - budget;
    for (Sequence sequence : running) {
      if (sequence.decodes) {
        sequence.settle(at, length);
      }
    }
    busy = !running.isEmpty();
    started = true;
    stepEnd = at + length;
  }

  /**
   * When the first of those that have a slot in the next step will have ended, if all steps from
   * then on are as long as one of a full batch.
   */
  private long nextEndNanos() {
    int batch = Math.min(slots, running.size() + waiting.size());
    double stretch = (soloNanos + (batch - 1) * perSequenceNanos) / (double) soloNanos;
    Stream<Sequence> joining = waiting.stream().limit(slots - running.size());
    double left =
        Stream.concat(running.stream(), joining)
            .mapToDouble(sequence -> sequence.leftNanos(stretch))
            .min()
            .orElse(0);
    return stepEnd + Math.round(left);
  }

  private synchronized void remove(Sequence sequence) {
    if (!running.remove(sequence)) {
      waiting.remove(sequence);
    }
  }

  /** A request in the engine; its state is guarded by the scheduler's lock. */
  private final class Sequence implements DueTimes {
    private final long t0Nanos;
    private final TokenSchedule alone;
    private final Runnable atSlot;
    private final long latencyNanos;
    private final long[] dueOffsetsNanos;
    private long prefillLeft;
    private long progress;
    private boolean decodes;
    private int settled;

    Sequence(long t0Nanos, EngineWork work, TokenSchedule alone, Runnable atSlot) {
      this.t0Nanos = t0Nanos;
      this.alone = alone;
      this.atSlot = atSlot;
      this.latencyNanos = work.latencyNanos();
      this.prefillLeft = work.prefillNanos();
      this.progress = work.prefillNanos();
      this.dueOffsetsNanos = new long[Math.max(1, alone.tokens())]; // no tokens: the end alone
    }

    private boolean isSettled() {
      return settled == dueOffsetsNanos.length;
    }

    /** Puts into a step what a solo step would bring, and stretches it to the step's length. */
    private void settle(long at, long length) {
      long until = progress + soloNanos;
      while (!isSettled() && engineNanos(settled) <= until) {
        double share = Math.max(0, engineNanos(settled) - progress) / (double) soloNanos;
        dueOffsetsNanos[settled] = at - t0Nanos + Math.round(share * length) + latencyNanos;
        settled++;
      }
      progress = until;
    }

    /** What is left to do after the step under way, when solo steps are stretched by a factor. */
    private double leftNanos(double stretch) {
      long decoding = engineNanos(dueOffsetsNanos.length - 1) - progress;
      return prefillLeft + stretch * Math.max(0, decoding);
    }

    /** How far the engine must have got, alone, for a token to be there. */
    private long engineNanos(int k) {
      return (alone.tokens() == 0 ? alone.ttftNanos() : alone.dueOffsetNanos(k)) - latencyNanos;
    }

    @Override
    public int tokens() {
      return alone.tokens();
    }

    @Override
    public long dueOffsetNanos(int k) {
      synchronized (StepScheduler.this) {
        return k < settled ? dueOffsetsNanos[k] : stepEnd - t0Nanos;
      }
    }

    @Override
    public long durationNanos() {
      return dueOffsetNanos(dueOffsetsNanos.length - 1);
    }

    @Override
    public void advance(long nowNanos) {
      StepScheduler.this.advance(nowNanos);
    }

    @Override
    public void leave() {
      remove(this);
    }
  }
}
