package dev.understudy.simulation;

import dev.understudy.content.Segment;
import java.util.List;

/** Walks through an answer, token by token. Confined to one thread. */
public final class AnswerReader {

  private final List<Segment> segments;
  private int index;
  private int next;

  /** A reader before the first token. */
  public AnswerReader(Answer answer) {
    this.segments = answer.segments();
    skipEmpty();
  }

  private void skipEmpty() {
    while (index < segments.size() && next == segments.get(index).tokens()) {
      index++;
      next = 0;
    }
  }

  /** Whether all tokens were read. */
  public boolean atEnd() {
    return index == segments.size();
  }

  /** The part that the next token belongs to. */
  public Segment segment() {
    return segments.get(index);
  }

  /** Which part that is, from 0. */
  public int segmentIndex() {
    return index;
  }

  /** Whether the next token begins its part. */
  public boolean beginsSegment() {
    return next == 0;
  }

  /** Whether the next token ends its part. */
  public boolean endsSegment() {
    return next == segment().tokens() - 1;
  }

  /** What the next token adds, which is read by that; see {@code TokenText.piece}. */
  public String read() {
    String piece = segment().text().piece(next);
    next++;
    skipEmpty();
    return piece;
  }
}
