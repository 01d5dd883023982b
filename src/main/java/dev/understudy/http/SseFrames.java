package dev.understudy.http;

import dev.understudy.store.LogPosition;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events as bytes. */
final class SseFrames {

  private static final Buffer HALF_AN_OBJECT = Buffer.buffer("data: {\n\n");
  private static final String END = "\n\n";
  private static final String DATA = "data:";

  private SseFrames() {}

  /**
   * One event of one line of data.
   *
   * @param id from where to resume after it; null where that does not move
   */
  static Buffer frame(String event, @Nullable LogPosition id, byte[] json) {
    Buffer frame = Buffer.buffer();
    if (id != null) {
      frame.appendString("id: ").appendString(id.toString()).appendString("\n");
    }
    return frame
        .appendString("event: ")
        .appendString(event)
        .appendString("\ndata: ")
        .appendBytes(json)
        .appendString(END);
  }

  /** Where the frame ends that begins there, in front of its empty line; -1 when it does not. */
  static int end(Buffer frames, int from) {
    for (int i = from; i + 1 < frames.length(); i++) {
      if (frames.getByte(i) == '\n' && frames.getByte(i + 1) == '\n') {
        return i;
      }
    }
    return -1;
  }

  /**
   * The same frames, of which the last breaks off in the middle of its data, so that it is no JSON.
   */
  static Buffer malformed(Buffer frames) {
    int start = 0;
    int end = end(frames, 0);
    while (end >= 0 && end + END.length() < frames.length()) {
      start = end + END.length();
      end = end(frames, start);
    }
    if (end < 0) {
      return HALF_AN_OBJECT.copy();
    }
    String frame = frames.getString(start, end, StandardCharsets.ISO_8859_1.name());
    int data = Math.max(0, frame.indexOf(DATA)) + DATA.length();
    int half = data + (frame.length() - data) / 2;
    return frames.getBuffer(0, start + half).appendString(END);
  }
}
