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

  private static final int WARMUP_SECONDS = 4;
  private static final int PATIENCE_SECONDS = 60;
  private static final int TOKENS = 50;

  /** Linux keeps 15 letters of a thread's name. */
  private static final String LOOP = "vert.x-eventloo";

  private static final String WORKERS = "understudy-work";

  /** Listens to so many streams of the server for so long. */
  static StreamRun of(ServerProcess server, String path, int streams, int seconds) {
    List<String> command = ServerProcess.java(List.of("-Xms512m", "-Xmx512m"));
    command.addAll(List.of(StreamClient.class.getName(), "--url"));
    command.add(server.url() + path + "?tokens=" + TOKENS + "&seed={n}");
    command.addAll(List.of("--streams", Integer.toString(streams)));
    command.addAll(List.of("--tokens", Integer.toString(TOKENS)));
    command.addAll(List.of("--warmup-seconds", Integer.toString(WARMUP_SECONDS)));
    command.addAll(List.of("--seconds", Integer.toString(seconds)));
    Machine before = Machine.now();
    long startNanos = System.nanoTime();
    double cpu = server.cpuSeconds();
    double loop = server.cpuSeconds(LOOP);
    double workers = server.cpuSeconds(WORKERS);
    String output = Commands.output(command, (double) WARMUP_SECONDS + seconds + PATIENCE_SECONDS);
    JsonNode figures = Json.parse(output.getBytes(StandardCharsets.UTF_8));
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    return new StreamRun(
        figures,
        (server.cpuSeconds() - cpu) / figures.path("tokens_heard").asDouble() * 1e6,
        Machine.now().stealPercentSince(before),
        (server.cpuSeconds(LOOP) - loop) / elapsed,
        (server.cpuSeconds(WORKERS) - workers) / elapsed);
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
