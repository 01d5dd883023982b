package dev.understudy.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one chunked answer of server-sent events, line by line, and notes when each token came. Two
 * kinds of event count: those of the bare latency stream, which say when they were sent, and chat
 * chunks with content, which do not. What stands between, sizes of chunks too, is passed over.
 */
final class StreamReader {

  private static final String OK = "HTTP/1.1 200";

  private byte[] line = new byte[256];
  private int length;
  private boolean begun;
  private boolean lastChunk;
  private boolean over;
  private long[] arrived = new long[64];
  private long[] sent = new long[64];
  private int tokens;
  private int withSent;

  /**
   * Takes in what came.
   *
   * @throws IllegalStateException when the answer is not a stream
   */
  void read(byte[] part, long offsetNanos) {
    for (byte b : part) {
      if (b == '\n') {
        line(offsetNanos);
        length = 0;
      } else if (b != '\r') {
        append(b);
      }
    }
  }

  private void append(byte b) {
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * length);
    }
    line[length++] = b;
  }

  private void line(long offsetNanos) {
    if (!begun) {
      begun = true;
      String status = new String(line, 0, length, StandardCharsets.ISO_8859_1);
      if (!status.startsWith(OK)) {
        throw new IllegalStateException(status + " (expected: " + OK + ")");
      }
    } else if (lastChunk && length == 0) {
      over = true;
    } else if (length == 1 && line[0] == '0') {
      lastChunk = true;
    } else if (length > 6 && line[0] == 'd') {
      event(offsetNanos);
    }
  }

  private void event(long offsetNanos) {
    int at = after("\"sent_ms\":");
    if (at >= 0) {
      grow();
      sent[tokens] = nanos(at);
      withSent++;
      arrived[tokens++] = offsetNanos;
    } else if (after("\"content\":\"") >= 0 && after("\"role\"") < 0) {
      grow();
      arrived[tokens++] = offsetNanos;
    }
  }

  /** Where the line goes on after that text; -1 when it has none. */
  private int after(String text) {
    int last = length - text.length();
    for (int from = 0; from <= last; from++) {
      int i = 0;
      while (i < text.length() && line[from + i] == text.charAt(i)) {
        i++;
      }
      if (i == text.length()) {
        return from + i;
      }
    }
    return -1;
  }

  /** Milliseconds with three decimals. */
  private long nanos(int from) {
    long micros = 0;
    for (int i = from; i < length && line[i] != '}' && line[i] != ','; i++) {
      if (line[i] != '.') {
        micros = 10 * micros + line[i] - '0';
      }
    }
    return 1_000 * micros;
  }

  private void grow() {
    if (tokens == arrived.length) {
      arrived = Arrays.copyOf(arrived, 2 * tokens);
      sent = Arrays.copyOf(sent, 2 * tokens);
    }
  }

  int tokens() {
    return tokens;
  }

  /** Whether all of the answer came. */
  boolean isOver() {
    return over;
  }

  long[] arrivedNanos() {
    return Arrays.copyOf(arrived, tokens);
  }

  /** Empty where the server does not say. */
  long[] sentNanos() {
    return Arrays.copyOf(sent, withSent);
  }
}
