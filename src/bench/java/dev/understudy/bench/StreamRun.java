package dev.understudy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one {@link StreamClient}, in its own process, heard of one server.
 *
 * @param figures as the client printed them
 * @param cpuMicrosPerToken of the whole server, over the whole run of the client
 * @param stealPercent of the machine
 * @param loopBusy CPU seconds of the server's event loop, by second
 * @param workersBusy CPU seconds of the server's worker threads, by second
 */
record StreamRun(
    JsonNode figures,
    double cpuMicrosPerToken,
    double stealPercent,
    double loopBusy,
    double workersBusy) {

  private static final int PATIENCE_SECONDS = 120;

  /** Linux keeps 15 letters of a thread's name. */
  private static final String LOOP = "vert.x-eventloo";

  private static final String WORKERS = "understudy-work";

  /** Listens to streams of the server, of which those that begin within so long are measured. */
  static StreamRun of(StreamSide side, StreamScenario scenario, int seconds) {
    ServerProcess server = side.server();
    Machine before = Machine.now();
    long startNanos = System.nanoTime();
    double cpu = server.cpuSeconds();
    double loop = server.cpuSeconds(LOOP);
    double workers = server.cpuSeconds(WORKERS);
    String output =
        Commands.output(
            command(side, scenario, seconds),
            (double) scenario.warmupSeconds() + seconds + PATIENCE_SECONDS);
    JsonNode figures = Json.parse(output.getBytes(StandardCharsets.UTF_8));
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    return new StreamRun(
        figures,
        (server.cpuSeconds() - cpu) / figures.path("tokens_heard").asDouble() * 1e6,
        Machine.now().stealPercentSince(before),
        (server.cpuSeconds(LOOP) - loop) / elapsed,
        (server.cpuSeconds(WORKERS) - workers) / elapsed);
  }

  /** The client's command line. */
  static List<String> command(StreamSide side, StreamScenario scenario, int seconds) {
    List<String> command = ServerProcess.java(List.of("-Xms512m", "-Xmx512m"));
    command.add(StreamClient.class.getName());
    command.addAll(side.request(scenario));
    option(command, "streams", scenario.streams());
    option(command, "tokens", scenario.tokens());
    option(command, "ttft-ms", scenario.ttftMillis());
    option(command, "itl-ms", scenario.itlMillis());
    option(command, "stagger-ms", scenario.staggerMillis());
    option(command, "warmup-seconds", scenario.warmupSeconds());
    option(command, "seconds", seconds);
    return command;
  }

  private static void option(List<String> command, String name, Number value) {
    command.addAll(List.of("--" + name, value.toString()));
  }

  /** A figure by its path, such as {@code lag_ms/p99}. */
  double figure(String path) {
    JsonNode at = figures.at("/" + path);
    if (!at.isNumber()) {
      throw new IllegalArgumentException(path + " (expected: a figure of " + figures + ")");
    }
    return at.asDouble();
  }
}
