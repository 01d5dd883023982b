package dev.understudy.bench;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Reads one SSE body and notes when each token came. Two kinds of event count: those of the bare
 * latency stream, which say when they were due and sent, and chat chunks with content, which do
 * not.
 */
final class StreamReader {

  private final long startNanos;
  private final StringBuilder pending = new StringBuilder();
  private long[] arrived = new long[64];
  private double[] dueMillis = new double[64];
  private double[] sentMillis = new double[64];
  private int tokens;
  private int withDue;

  StreamReader(long startNanos) {
    this.startNanos = startNanos;
  }

  void read(Buffer buffer) {
    long offset = System.nanoTime() - startNanos;
    pending.append(buffer.toString());
    int from = 0;
    int end = pending.indexOf("\n\n", from);
    while (end >= 0) {
      event(pending.substring(from, end), offset);
      from = end + 2;
      end = pending.indexOf("\n\n", from);
    }
    pending.delete(0, from);
  }

  private void event(String event, long offset) {
    int due = event.indexOf("\"due_ms\":");
    if (due >= 0) {
      grow();
      dueMillis[tokens] = number(event, due + 9);
      sentMillis[tokens] = number(event, event.indexOf("\"sent_ms\":") + 10);
      withDue++;
      arrived[tokens++] = offset;
    } else if (event.contains("\"content\":\"") && !event.contains("\"role\"")) {
      grow();
      arrived[tokens++] = offset;
    }
  }

  private void grow() {
    if (tokens == arrived.length) {
      arrived = Arrays.copyOf(arrived, 2 * tokens);
      dueMillis = Arrays.copyOf(dueMillis, 2 * tokens);
      sentMillis = Arrays.copyOf(sentMillis, 2 * tokens);
    }
  }

  private static double number(String event, int from) {
    int to = from;
    while (to < event.length() && ",}".indexOf(event.charAt(to)) < 0) {
      to++;
    }
    return Double.parseDouble(event.substring(from, to));
  }

  int tokens() {
    return tokens;
  }

  long[] arrivedNanos() {
    return Arrays.copyOf(arrived, tokens);
  }

  boolean saysWhenDue() {
    return tokens > 0 && withDue == tokens;
  }

  long[] dueNanos() {
    return nanos(dueMillis);
  }

  long[] sentNanos() {
    return nanos(sentMillis);
  }

  private long[] nanos(double[] millis) {
    return Arrays.stream(millis, 0, tokens).mapToLong(ms -> Math.round(ms * 1e6)).toArray();
  }
}
