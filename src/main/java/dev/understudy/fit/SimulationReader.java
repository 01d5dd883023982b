package dev.understudy.fit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code GET /v1/simulations/{id}} answers, one simulation after the other: when the
 * tokens were sent, or where none was, when they are planned to be. Confined to one thread.
 */
final class SimulationReader {

  private static final double NANOS = 1e-9;

  private SimulationReader() {}

  /** The cursor stands at the first value. */
  static Measurements read(JsonCursor in) throws IOException {
    Requests requests = new Requests();
    do {
      One one = new One(in);
      in.object(one::field);
      one.add(requests);
    } while (in.nextRoot());
    return requests.measurements("simulations");
  }

  private static final class One {
    private final JsonCursor in;
    private double[] planned = {};
    private double[] actual = {};
    private @Nullable Double prompt;

    One(JsonCursor in) {
      this.in = in;
    }

    void field(String name) throws IOException {
      switch (name) {
        case "planned_ns" -> planned = in.durations(NANOS);
        case "actual_ns" -> actual = in.durations(NANOS);
        case "prompt_tokens" -> prompt = in.number();
        default -> {}
      }
    }

    void add(Requests requests) {
      double[] offsets = actual.length > 0 ? actual : planned;
      if (offsets.length == 0) {
        requests.addFailed();
        return;
      }
      requests.add(offsets[0], prompt);
      for (int i = 1; i < offsets.length; i++) {
        requests.addItl(Math.max(0, offsets[i] - offsets[i - 1]));
      }
    }
  }
}
