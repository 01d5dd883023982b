package dev.understudy.bench;

import dev.understudy.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How late tokens are while the workers are kept busy, beside how late they are when not. */
final class BenchStreamSearch {

  private static final int SEARCHES_PER_WORKER = 3;
  private static final StreamScenario SCENARIO = StreamScenario.usual(100);

  private final int rounds;
  private final int seconds;

  private BenchStreamSearch(Arguments arguments) {
    this.rounds = arguments.count("rounds", 5);
    this.seconds = arguments.count("seconds", 6);
  }

  /** Runs and prints a table. */
  static void run(Arguments arguments) throws IOException, InterruptedException {
    arguments.only("rounds", "seconds", "with-search");
    System.out.println(Machine.description());
    new BenchStreamSearch(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    try (StreamSide ours = StreamSide.ours(List.of(SCENARIO))) {
      searching(ours.server(), () -> StreamRun.of(ours, SCENARIO, seconds));
      StreamRuns runs = new StreamRuns();
      for (int round = 0; round < rounds; round++) {
        boolean quietFirst = round % 2 == 0;
        for (boolean quiet : new boolean[] {quietFirst, !quietFirst}) {
          if (quiet) {
            runs.add("quiet", StreamRun.of(ours, SCENARIO, seconds));
          } else {
            searching(
                ours.server(), () -> runs.add("search", StreamRun.of(ours, SCENARIO, seconds)));
          }
        }
      }
      runs.print();
      verdict(runs);
    }
  }

  /** Runs something while searches are under way. */
  private static void searching(ServerProcess server, Runnable run) throws IOException {
    // One less than the cores is how many workers there are.
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    int concurrency = SEARCHES_PER_WORKER * workers;
    List<String> command = ServerProcess.java(List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"));
    command.addAll(List.of(SearchLoad.class.getName(), "--url", server.url()));
    command.addAll(List.of("--concurrency", Integer.toString(concurrency)));
    Process searches =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      long startNanos = System.nanoTime();
      run.run();
      searches.getOutputStream().close();
      double elapsed = (System.nanoTime() - startNanos) / 1e9;
      var told = Json.parse(searches.getInputStream().readAllBytes());
      System.out.printf(
          Locale.ROOT,
          "%d at once, %.0f a second, %d failed%n",
          concurrency,
          told.path("answered").asDouble() / elapsed,
          told.path("failed").asInt());
    } finally {
      searches.destroyForcibly();
    }
  }

  private static void verdict(StreamRuns runs) {
    double more =
        runs.median("search", run -> run.figure("lag_ms/p50"))
            - runs.median("quiet", run -> run.figure("lag_ms/p50"));
    double times =
        runs.median("search", run -> run.figure("lag_ms/p99"))
            / runs.median("quiet", run -> run.figure("lag_ms/p99"));
    System.out.printf(
        Locale.ROOT,
        "p50 later by %.3f ms: %s%np99 %.2f times: %s%n",
        more,
        Target.atMost(1, " ms").verdict(more),
        times,
        Target.atMost(2, " times").verdict(times));
  }
}
