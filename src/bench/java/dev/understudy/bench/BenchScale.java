package dev.understudy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@link ResolutionBenchmark} beside {@link RivalBenchmark} in one run, from few ids to very many,
 * and {@link DiscoveryIndex}, with the targets beside the figures.
 */
final class BenchScale {

  private static final List<String> RESOLVING = List.of("hit", "parts", "nearMiss", "refusal");
  private static final int COMPARED = 100_000;
  private static final int FEW = 10_000;
  private static final int MANY = 1_000_000;
  private static final Target BY_SCAN = Target.atLeast(100);
  private static final Target BY_LUCENE = Target.atLeast(5);
  private static final Target GROWTH = Target.atMost(10, "");
  private static final int WARMUPS = 6;
  private static final double INDEX_SECONDS = 300;

  private final int seconds;

  /** Mean microseconds by benchmark and ids. */
  private final Map<String, TreeMap<Integer, Double>> micros = new LinkedHashMap<>();

  private BenchScale(int seconds) {
    this.seconds = seconds;
  }

  /** Runs and prints tables. */
  static void run(Arguments arguments) throws RunnerException {
    arguments.only("scale", "ids", "seconds");
    System.out.println(Machine.description());
    String[] ids = arguments.text("ids", "1000,10000,100000,1000000").split(",", -1);
    BenchScale scale = new BenchScale(arguments.count("seconds", 2));
    for (String count : ids) {
      scale.measure(ResolutionBenchmark.class, count);
      if (Integer.parseInt(count) <= COMPARED) {
        scale.measure(RivalBenchmark.class, count);
      }
    }
    scale.print();
    for (String count : ids) {
      scale.index(count);
    }
  }

  private void measure(Class<?> benchmark, String ids) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark.getName() + "\\.")
        .param("ids", ids)
        .forks(1)
        .warmupIterations(WARMUPS) // fewer leave much of it to the interpreter
        .warmupTime(TimeValue.seconds(seconds))
        .measurementIterations(3)
        .measurementTime(TimeValue.seconds(seconds))
        .verbosity(VerboseMode.SILENT);
    for (RunResult run : new Runner(options.build()).run()) {
      micros
          .computeIfAbsent(run.getPrimaryResult().getLabel(), name -> new TreeMap<>())
          .put(Integer.parseInt(ids), run.getPrimaryResult().getScore());
    }
  }

  private double micros(String name, int ids) {
    return micros.getOrDefault(name, new TreeMap<>()).getOrDefault(ids, Double.NaN);
  }

  private void print() {
    TreeMap<Integer, Double> sizes = micros.getOrDefault("hit", new TreeMap<>());
    System.out.printf("%n%-16s", "us a call");
    sizes.keySet().forEach(ids -> System.out.printf(Locale.ROOT, " %,12d", ids));
    System.out.println(" ids");
    micros.forEach(
        (name, bySize) -> {
          System.out.printf("%-16s", name);
          sizes
              .keySet()
              .forEach(ids -> System.out.printf(Locale.ROOT, " %12.1f", micros(name, ids)));
          System.out.println();
        });
    System.out.println();
    for (String name : RESOLVING) {
      ratio(
          name, "the scan, at 100,000", micros("scan", COMPARED) / micros(name, COMPARED), BY_SCAN);
      ratio(
          name,
          "Lucene, at 100,000",
          micros("lucene", COMPARED) / micros(name, COMPARED),
          BY_LUCENE);
      ratio(name, "1,000,000 by 10,000", micros(name, MANY) / micros(name, FEW), GROWTH);
    }
  }

  private static void ratio(String name, String to, double ratio, Target target) {
    System.out.printf(
        Locale.ROOT, "%-9s %-22s %8.1f  %s%n", name, to, ratio, target.verdict(ratio));
  }

  private void index(String ids) {
    List<String> command =
        new ArrayList<>(
            ServerProcess.java(
                List.of("-Xmx6g", "-XX:+UseParallelGC", "-XX:TLABSize=64k", "-XX:-ResizeTLAB")));
    command.add(DiscoveryIndex.class.getName());
    command.add(ids);
    System.out.print(Commands.output(command, INDEX_SECONDS));
  }
}
