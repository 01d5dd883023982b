package dev.understudy.content;

import dev.understudy.text.TokenText;

/**
 * A part of an answer: something that is thought, said or called. Immutable.
 *
 * @param kind what it is
 * @param text its tokens; a call's are its arguments
 * @param name the tool that is called; empty in others
 * @param id random letters and digits by which a call is known, without a vendor's prefix; empty in
 *     others
 */
public record Segment(Kind kind, TokenText text, String name, String id) {

  /** What a part can be. */
  public enum Kind {
    /** What is thought before the answer, where that is shown. */
    REASONING,
    /** What is said. */
    TEXT,
    /** A tool that is called. */
    TOOL_CALL
  }

  /** What is said. */
  public static Segment text(TokenText text) {
    return new Segment(Kind.TEXT, text, "", "");
  }

  /** What is thought. */
  public static Segment reasoning(TokenText text) {
    return new Segment(Kind.REASONING, text, "", "");
  }

  /** A tool that is called. */
  static Segment call(TokenText arguments, String name, String id) {
    return new Segment(Kind.TOOL_CALL, arguments, name, id);
  }

  /** How many tokens it has. */
  public int tokens() {
    return text.tokens();
  }

  /** The same with other tokens. */
  public Segment withText(TokenText other) {
    return new Segment(kind, other, name, id);
  }
}
