package dev.understudy.wire;

import org.jspecify.annotations.Nullable;

/**
 * An answer in a vendor's form as the frames of a stream, asked for in the order of the tokens.
 * Confined to one thread.
 */
public interface AnswerFrames {

  /**
   * Adds the frames of tokens that are due: before the first those that begin the stream, with the
   * last those that end it.
   */
  void append(FrameBytes out, int from, int toExclusive, boolean last);

  /**
   * What ends a stream that fails on its way, in place of all further frames; null where the vendor
   * tells of it as of all other errors.
   *
   * @param code the vendor's, or its type of error where it has none
   */
  default byte @Nullable [] failed(String code, String message) {
    return null;
  }

  /** About how many bytes the frame of a token has. */
  int usualFrameBytes();
}
