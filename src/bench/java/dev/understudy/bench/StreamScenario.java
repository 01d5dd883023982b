package dev.understudy.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import java.util.List;

/**
 * So many streams at once, of constant TTFT and ITL.
 *
 * @param name of the scenario
 * @param streams how many are open at any time
 * @param tokens of each
 * @param warmupSeconds after which streams that begin are measured
 * @param staggerMillis over which the first streams begin
 */
record StreamScenario(
    String name,
    int streams,
    double ttftMillis,
    double itlMillis,
    int tokens,
    int warmupSeconds,
    int staggerMillis) {

  private static final double TTFT_MILLIS = 200;
  private static final double ITL_MILLIS = 20;
  private static final int TOKENS = 50;

  /** Streams at 20 ms a token. */
  static StreamScenario usual(int streams) {
    return new StreamScenario(
        Integer.toString(streams), streams, TTFT_MILLIS, ITL_MILLIS, TOKENS, 4, 1_000);
  }

  /** Streams that end soon, so that the JIT sees as many begin as it needs to. */
  static StreamScenario warmUp() {
    return new StreamScenario("warmup", 200, 10, 1, 10, 0, 1_000);
  }

  /** What {@code scripts/bench stream} measures. */
  static List<StreamScenario> all() {
    return List.of(
        usual(1),
        usual(100),
        usual(1_000),
        // Measured are those that begin when the first have ended, after 5.2 s; all are open then.
        new StreamScenario("fast", 50, TTFT_MILLIS, 0.5, 10_000, 5, 200),
        // As above: those that follow the first to end, after 13.25 s.
        new StreamScenario("many", 10_000, 1_000, 250, TOKENS, 10, 8_000),
        new StreamScenario("overload", 5_000, TTFT_MILLIS, ITL_MILLIS, TOKENS, 4, 1_000));
  }

  /** The scenario of that name. */
  static StreamScenario named(String name) {
    return all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--only %s (expected: of %s)"
                        .formatted(name, all().stream().map(StreamScenario::name).toList())));
  }

  /** The model that is played. */
  String model() {
    return "bench/" + name;
  }

  /** The definition of that model. */
  ObjectNode definition() {
    ObjectNode profile = Json.mapper().createObjectNode();
    profile.put("ttft_mean", ttftMillis / 1_000).put("ttft_std", 0);
    profile.put("itl_mean", itlMillis / 1_000).put("itl_std", 0);
    ObjectNode model = Json.mapper().createObjectNode().put("id", model());
    model.set("latency_profile", profile);
    return model;
  }

  /** Whether a server whose timers know only milliseconds, and its client, can be asked for it. */
  boolean usualPace() {
    return itlMillis == ITL_MILLIS;
  }

  String description() {
    return "%s: %,d streams of %,d tokens, TTFT %s ms, ITL %s ms"
        .formatted(name, streams, tokens, ttftMillis, itlMillis);
  }
}
