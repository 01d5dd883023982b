package dev.understudy.model;

/**
 * How much a model's server does at once: the batch of an inference engine that works in steps, in
 * each of which every running sequence gets one token and waiting prompts get a part of their
 * prefill. Immutable.
 *
 * @param slots sequences that run at once, from 1 to 100,000
 * @param queue requests that may wait for a slot, from 0 to 1,000,000; one more is refused
 * @param stepSecondsPerSequence how much each further running sequence lengthens a step, from 0 to
 *     60 seconds
 * @param prefillChunkTokens prompt tokens that one step takes in at most, from 1 to 10,000,000
 */
public record Capacity(
    int slots, int queue, double stepSecondsPerSequence, int prefillChunkTokens) {

  /** Default of {@link #queue}. */
  public static final int QUEUE = 1_000;

  /** Default of {@link #prefillChunkTokens}: that of vLLM's scheduler. */
  public static final int PREFILL_CHUNK_TOKENS = 2_048;

  /** Refuses what is out of range. */
  public Capacity {
    Faults faults = new Faults();
    require(faults, "slots", slots, 1, 100_000);
    require(faults, "queue", queue, 0, 1_000_000);
    require(faults, "prefill_chunk_tokens", prefillChunkTokens, 1, 10_000_000);
    faults.require(
        stepSecondsPerSequence >= 0 && stepSecondsPerSequence <= 60,
        "step_seconds_per_sequence",
        stepSecondsPerSequence,
        "seconds from 0 to 60");
    faults.throwIfAny();
  }

  private static void require(Faults faults, String path, int value, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    faults.require(value >= least && value <= most, path, value, expected);
  }
}
