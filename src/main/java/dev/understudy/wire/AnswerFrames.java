package dev.understudy.wire;

/**
 * An answer in a vendor's form, whole or as the frames of a stream: one of the two is called, and
 * frames in the order of the tokens. Confined to the stream's event loop.
 */
public interface AnswerFrames {

  /**
   * Adds the frames of tokens that are due: before the first those that begin the stream, with the
   * last those that end it.
   */
  void append(FrameBytes out, int from, int toExclusive, boolean last);

  /** About how many bytes the frame of a token has. */
  int usualFrameBytes();

  /**
   * About how many bytes the body of an answer has that is not streamed.
   *
   * @param tokens how many tokens the answer has
   */
  default long wholeBytes(int tokens) {
    return 8L * tokens;
  }

  /** The body of an answer that is not streamed. */
  byte[] whole();
}
