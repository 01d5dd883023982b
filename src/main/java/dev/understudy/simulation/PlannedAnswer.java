package dev.understudy.simulation;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An answer and when it is due; one that is sent as one body is written out. Immutable; made on a
 * worker thread and handed over once.
 *
 * @param plan of an answer that is no text its single token stands for all of it, so that it is due
 *     at the time to first token
 * @param pieces the body, in pieces that can each be written without holding up an event loop;
 *     nobody changes them; none where the answer is streamed
 */
public record PlannedAnswer(SimulationPlan plan, List<byte[]> pieces) {

  /** How many tokens the plan of an answer has that is no text. */
  public static final int TOKENS = 1;

  private static final int PIECE_BYTES = 64 * 1024;

  /** Copies the list, not the pieces. */
  public PlannedAnswer {
    pieces = List.copyOf(pieces);
  }

  /** One whose frames are made when they are due. */
  public static PlannedAnswer streamed(SimulationPlan plan) {
    return new PlannedAnswer(plan, List.of());
  }

  /** One that is sent at the end, as one body. */
  public static PlannedAnswer whole(SimulationPlan plan, byte[] body) {
    if (body.length <= PIECE_BYTES) {
      return new PlannedAnswer(plan, List.of(body));
    }
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < body.length; from += PIECE_BYTES) {
      pieces.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE_BYTES)));
    }
    return new PlannedAnswer(plan, pieces);
  }

  /** The same body by a changed plan. */
  public PlannedAnswer with(UnaryOperator<SimulationPlan> change) {
    return new PlannedAnswer(change.apply(plan), pieces);
  }

  /** The body in one piece. */
  public byte[] body() {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream((int) bytes());
    pieces.forEach(body::writeBytes);
    return body.toByteArray();
  }

  /** How long the body is, in bytes. */
  public long bytes() {
    return pieces.stream().mapToLong(piece -> piece.length).sum();
  }
}
