package dev.understudy.content;

/** Who says something in a conversation. */
public enum Role {
  /** Who sets the rules: system and developer messages. */
  SYSTEM,
  /** Who asks. */
  USER,
  /** The model, in earlier answers. */
  ASSISTANT,
  /** A tool that the model called. */
  TOOL
}
