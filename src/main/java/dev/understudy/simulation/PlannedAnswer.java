package dev.understudy.simulation;

import java.util.List;

/**
 * An answer that is no text, written out, and when it is due. Immutable; made on a worker thread
 * and handed over once.
 *
 * @param plan its single token stands for the whole answer, so it is due at the time to first token
 * @param pieces the body, in pieces that can each be written without holding up an event loop;
 *     nobody changes them
 */
public record PlannedAnswer(SimulationPlan plan, List<byte[]> pieces) {

  /** How many tokens the plan of such an answer has. */
  public static final int TOKENS = 1;

  /** Copies the list, not the pieces. */
  public PlannedAnswer {
    pieces = List.copyOf(pieces);
  }

  /** How long the body is, in bytes. */
  public long bytes() {
    return pieces.stream().mapToLong(piece -> piece.length).sum();
  }
}
