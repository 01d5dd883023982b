package dev.understudy.simulation;

/** How an answer is sent. */
public enum AnswerForm {
  /** Token by token. */
  STREAM,
  /** As text in one body. */
  TEXT,
  /** In one body that is no text, so that nothing is generated in the sense of usage. */
  SCORES
}
