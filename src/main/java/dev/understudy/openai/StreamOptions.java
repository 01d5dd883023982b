package dev.understudy.openai;

/**
 * What a stream has beside its tokens. Immutable.
 *
 * @param includeUsage whether it ends with the usage
 * @param obfuscate whether frames are padded to lengths that tell nothing
 */
record StreamOptions(boolean includeUsage, boolean obfuscate) {

  /** Nothing. */
  static final StreamOptions NONE = new StreamOptions(false, false);

  /** As long as a piece mostly is, so that padded ones are of one length. */
  private static final String PADDING = "abcdefghijklmnop";

  /** What is added to the frame of a piece; nothing unless that is asked for. */
  String padding(String piece) {
    return obfuscate
        ? ",\"obfuscation\":\""
            + PADDING.substring(Math.min(piece.length(), PADDING.length()))
            + '"'
        : "";
  }
}
