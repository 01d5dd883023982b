package dev.understudy.http;

import dev.understudy.fault.InjectedFailure;
import dev.understudy.simulation.TokenStream;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * An answer as the events of a stream. Confined to one event loop.
 *
 * @param frames in the vendor's form
 */
record AnswerEvents(AnswerFrames frames) implements StreamResponse.Frames {

  @Override
  public Buffer next(TokenStream stream, int from, int toExclusive, boolean last) {
    FrameBytes bytes = new FrameBytes((toExclusive - from + 1) * frames.usualFrameBytes());
    frames.append(bytes, from, toExclusive, last);
    return Buffer.buffer(bytes.length()).appendBytes(bytes.array(), 0, bytes.length());
  }

  @Override
  public Buffer error(HttpServerRequest request, Throwable failure) {
    Refused refused = Errors.refused(failure);
    byte[] own = frames.failed(code(failure, refused), refused.message());
    return own == null ? Errors.event(request, failure) : Buffer.buffer(own);
  }

  /** Codes that are our own are none of the vendor's, and of those clients may know all. */
  private static String code(Throwable failure, Refused refused) {
    String code = refused.code();
    return code != null && failure instanceof InjectedFailure ? code : refused.openAiType();
  }
}
