package dev.understudy.fault;

import dev.understudy.model.Named;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one fault does, with its figures. Its text is what asks for it. Durations are those of an
 * ordinary run: what is part of an answer's time is multiplied by the time scale. Immutable.
 */
public sealed interface Effect {

  /** Which kind it is. */
  FaultKind kind();

  /** The effect with every range replaced by one number out of it. */
  default Effect drawn(RandomGenerator random) {
    return this;
  }

  /** After how many tokens it happens; those that do not wait for any need none. */
  default int after() {
    return 0;
  }

  /** Whether an answer of so many tokens comes to it. */
  default boolean isReachedBy(int tokens) {
    return after() <= tokens;
  }

  /** Whether an answer that is not streamed can have it. */
  default boolean fitsWhole() {
    return true;
  }

  /**
   * An error by status.
   *
   * @param status 400 to 599
   * @param code the vendor's code, null for the usual one of the status
   * @param type OpenAI's type, null for the usual one of the status
   * @param retryAfterNanos when the client is told to come back; negative when it is not told
   * @param delayNanos how long the error takes to come, from 0
   */
  record HttpError(
      int status,
      @Nullable String code,
      @Nullable String type,
      long retryAfterNanos,
      long delayNanos)
      implements Effect {

    @Override
    public FaultKind kind() {
      return FaultKind.STATUS;
    }

    @Override
    public String toString() {
      return "status="
          + status
          + option("code", code)
          + option("type", type)
          + (retryAfterNanos < 0 ? "" : ";retry_after=" + Durations.text(retryAfterNanos))
          + (delayNanos == 0 ? "" : ";delay=" + Durations.text(delayNanos));
    }

    private static String option(String key, @Nullable String value) {
      return value == null ? "" : ";" + key + "=" + value;
    }
  }

  /** All of the answer comes so much later, from 0. */
  record SlowStart(long nanos) implements Effect {
    @Override
    public FaultKind kind() {
      return FaultKind.SLOW_START;
    }

    @Override
    public String toString() {
      return "slow_start=" + Durations.text(nanos);
    }
  }

  /** After the first tokens of the range nothing comes for so long. */
  record Stall(TokenRange range, long nanos) implements Effect {
    @Override
    public FaultKind kind() {
      return FaultKind.STALL;
    }

    @Override
    public Stall drawn(RandomGenerator random) {
      return new Stall(range.drawn(random), nanos);
    }

    @Override
    public int after() {
      return range.least();
    }

    /** After the last token nothing is left to wait for. */
    @Override
    public boolean isReachedBy(int tokens) {
      return after() < Math.max(1, tokens);
    }

    @Override
    public String toString() {
      return "stall_after=" + range + ";for=" + Durations.text(nanos);
    }
  }

  /** A cut, a reset or a malformed frame after so many tokens. */
  record Break(FaultKind kind, TokenRange range) implements Effect {
    @Override
    public Break drawn(RandomGenerator random) {
      return new Break(kind, range.drawn(random));
    }

    @Override
    public int after() {
      return range.least();
    }

    /** The frame of a token is malformed, the end of the answer can be cut off. */
    @Override
    public boolean isReachedBy(int tokens) {
      return kind == FaultKind.MALFORMED ? after() < tokens : after() <= tokens;
    }

    @Override
    public String toString() {
      return kind.key() + "=" + range;
    }
  }

  /** An error frame after so many tokens; of a whole answer that error instead. */
  record ErrorFrame(TokenRange range, HttpError error) implements Effect {
    @Override
    public FaultKind kind() {
      return FaultKind.ERROR;
    }

    @Override
    public ErrorFrame drawn(RandomGenerator random) {
      return new ErrorFrame(range.drawn(random), error);
    }

    @Override
    public int after() {
      return range.least();
    }

    @Override
    public String toString() {
      return "error_after=" + range + ";" + error;
    }
  }

  /** Every write in two, so that its halves travel apart. */
  record Split(Where where) implements Effect {

    /** Where a write is cut. */
    public enum Where implements Named {
      /** In the middle of a frame, between two characters. */
      FRAMES,
      /** Within a character of several bytes, where there is one. */
      UTF8;

      private final String jsonName = name().toLowerCase(Locale.ROOT);

      @Override
      public String jsonName() {
        return jsonName;
      }
    }

    @Override
    public FaultKind kind() {
      return FaultKind.SPLIT;
    }

    @Override
    public String toString() {
      return "split=" + where.jsonName();
    }
  }

  /** So many tokens a chunk; of a range one is drawn for each chunk. */
  record Chunks(TokenRange range) implements Effect {
    @Override
    public FaultKind kind() {
      return FaultKind.CHUNKS;
    }

    @Override
    public boolean fitsWhole() {
      return false;
    }

    @Override
    public String toString() {
      return "tokens_per_chunk=" + range;
    }
  }

  /** A comment every so often, above 0. */
  record KeepAlive(long nanos) implements Effect {
    @Override
    public FaultKind kind() {
      return FaultKind.KEEP_ALIVE;
    }

    @Override
    public boolean fitsWhole() {
      return false;
    }

    @Override
    public String toString() {
      return "keep_alive=" + Durations.text(nanos);
    }
  }
}
