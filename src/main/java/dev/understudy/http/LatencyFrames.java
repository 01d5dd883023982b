package dev.understudy.http;

import dev.understudy.simulation.Millis;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The events of a stream that is nothing but time: one a token, with when it was due and when it
 * was sent, in milliseconds. Written without a formatter, which would cost more than the sending.
 */
record LatencyFrames(SimulationPlan plan) implements StreamResponse.Frames {

  private static final int EVENT_CHARS = 64;

  @Override
  public Buffer next(TokenStream stream, int from, int toExclusive, boolean last) {
    StringBuilder events = new StringBuilder((toExclusive - from + 1) * EVENT_CHARS);
    for (int k = from; k < toExclusive; k++) {
      events.append("data: {\"index\":").append(k).append(",\"due_ms\":");
      Millis.append(events, stream.dueOffsetNanos(k));
      events.append(",\"sent_ms\":");
      Millis.append(events, stream.sentOffsetNanos(k));
      events.append("}\n\n");
    }
    if (last) {
      events.append("data: [DONE]\n\n");
    }
    return Buffer.buffer(events.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
