package dev.understudy.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a stream, all due when they were sent, and perhaps its end.
 *
 * @param from index of the first
 * @param pieces what each adds to the text
 * @param sentOffsetNanos when they were sent, after the stream's start
 * @param finishReason why the answer ends, or {@link #STOPPED}; null while more comes
 */
public record StreamPart(
    int from, List<String> pieces, long sentOffsetNanos, @Nullable String finishReason) {

  /** The finish reason of a stream that receiver or sender ended before its time. */
  public static final String STOPPED = "stopped";

  /** Copies the list. */
  public StreamPart {
    pieces = List.copyOf(pieces);
  }
}
