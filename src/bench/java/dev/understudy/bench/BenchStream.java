package dev.understudy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How late tokens are: ours, a bare server that writes as many events of the same size at the same
 * due times, and a peer, by turns.
 */
final class BenchStream {

  private static final int WARMUP_SECONDS = 8;
  private static final String BARE = "bare";
  private static final String OURS = "ours";
  private static final String AIMOCK = "aimock";

  private final int rounds;
  private final int seconds;
  private final List<StreamScenario> scenarios;

  private BenchStream(Arguments arguments) {
    this.rounds = arguments.count("rounds", 5);
    this.seconds = arguments.count("seconds", 6);
    String only = arguments.text("only", "");
    this.scenarios =
        only.isEmpty()
            ? StreamScenario.all()
            : Arrays.stream(only.split(",", -1)).map(StreamScenario::named).toList();
  }

  /** Runs and prints tables. */
  static void run(Arguments arguments) throws IOException, InterruptedException {
    arguments.only("rounds", "seconds", "only", "no-peer", "no-heap");
    System.out.println(Machine.description());
    BenchStream bench = new BenchStream(arguments);
    bench.compare(!arguments.flag("no-peer"));
    if (!arguments.flag("no-heap")) {
      HeapPerStream.run();
    }
  }

  private void compare(boolean withPeer) throws IOException, InterruptedException {
    List<StreamSide> sides = new ArrayList<>();
    try {
      sides.add(StreamSide.bare());
      List<StreamScenario> all = new ArrayList<>(StreamScenario.all());
      all.add(StreamScenario.warmUp());
      sides.add(StreamSide.ours(all));
      if (withPeer && ServerProcess.hasNode()) {
        sides.add(StreamSide.aimock(all));
      } else {
        System.out.println("aimock is not measured: not asked for, or no Node.js here");
      }
      // Until the JIT has seen it all.
      sides.forEach(side -> StreamRun.of(side, StreamScenario.warmUp(), WARMUP_SECONDS));
      sides.forEach(side -> StreamRun.of(side, StreamScenario.usual(1_000), WARMUP_SECONDS));
      for (StreamScenario scenario : scenarios) {
        compare(scenario, sides);
      }
    } finally {
      sides.forEach(StreamSide::close);
    }
  }

  private void compare(StreamScenario scenario, List<StreamSide> sides) {
    List<StreamSide> asked =
        sides.stream().filter(side -> scenario.usualPace() || !side.name().equals(AIMOCK)).toList();
    StreamRuns runs = new StreamRuns();
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < asked.size(); turn++) {
        StreamSide side = asked.get((round + turn) % asked.size());
        runs.add(side.name(), StreamRun.of(side, scenario, seconds));
      }
    }
    System.out.printf(
        "%n%s; medians of %d runs of %d s%n", scenario.description(), rounds, seconds);
    runs.print();
    switch (scenario.name()) {
      case "1" -> besideBare(runs);
      case "100" -> faithful(runs, 0.2);
      case "1000" -> faithful(runs, 0.5);
      case "fast" -> fast(runs);
      case "many" -> many(runs);
      default -> overloaded(runs);
    }
  }

  private static void besideBare(StreamRuns runs) {
    verdict(
        "p50 token error above bare's",
        runs.compare(OURS, BARE, "lag_ms/p50", (ours, bare) -> ours - bare),
        Target.atMost(1, " ms"));
    verdict(
        "p99 token error by bare's", runs.ratio(OURS, BARE, "lag_ms/p99"), Target.atMost(1.5, ""));
  }

  private static void faithful(StreamRuns runs, double percent) {
    verdict(
        "mean total-time error",
        runs.of(OURS, run -> run.figure("total_error_percent/mean")),
        Target.atMost(percent, " %"));
    allTokens(runs);
    besideBare(runs);
    verdict(
        "CPU per token by bare's",
        runs.ratio(OURS, BARE, StreamRun::cpuMicrosPerToken),
        Target.atMost(1.3, ""));
  }

  private static void fast(StreamRuns runs) {
    allTokens(runs);
    meanGap(runs);
  }

  private static void many(StreamRuns runs) {
    allTokens(runs);
    verdict(
        "p50 token error",
        runs.of(OURS, run -> run.figure("lag_ms/p50")),
        Target.atMost(10, " ms"));
    meanGap(runs);
  }

  private static void overloaded(StreamRuns runs) {
    verdict(
        "tokens per second by bare's",
        runs.ratio(OURS, BARE, "tokens_per_second"),
        Target.atLeast(0.7));
    verdict(
        "tokens per second by aimock's",
        runs.ratio(OURS, AIMOCK, "tokens_per_second"),
        Target.atLeast(2));
    verdict(
        "p50 TTFT error",
        runs.of(OURS, run -> run.figure("ttft_lag_ms/p50")),
        Target.atMost(200, " ms"));
  }

  private static void allTokens(StreamRuns runs) {
    ToDoubleFunction<StreamRun> lost =
        run -> run.figure("tokens_expected") - run.figure("tokens_received");
    verdict("tokens lost", runs.of(OURS, lost), Target.atMost(0, ""));
  }

  private static void meanGap(StreamRuns runs) {
    verdict(
        "mean gap off by",
        runs.of(OURS, run -> 100 * Math.abs(run.figure("gap_ratio") - 1)),
        Target.atMost(1, " %"));
  }

  private static void verdict(String what, List<Double> figures, Target target) {
    Spread spread = Spread.of(figures);
    System.out.printf("%-32s %s; %s%n", what, spread, target.verdict(spread.median()));
  }
}
