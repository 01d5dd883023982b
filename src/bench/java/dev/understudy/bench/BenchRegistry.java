package dev.understudy.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** {@link RegistryBenchmark} and {@link HeapPerModel}, with the targets beside the figures. */
final class BenchRegistry {

  private static final Target GET = Target.atMost(20, " ns");
  private static final Target WRITE = Target.atMost(1_000_000, " ns");

  private static final Map<String, Target> TARGETS =
      Map.of("getHot", GET, "getUniform", GET, "writeChange", WRITE, "writeAddAndRemove", WRITE);

  private static final String BENCHMARKS =
      RegistryBenchmark.class.getName()
          + "\\.(getHot|getUniform|jdkGet.*|filter.*|firstPage|newestPage|write.*)$";

  private static final int HEAP_MINUTES = 5;

  private BenchRegistry() {}

  /** Runs and prints a table. */
  static void run(Arguments arguments) throws RunnerException {
    arguments.only("forks", "models", "heap-models");
    System.out.println(Machine.description());
    Machine start = Machine.now();
    System.out.printf(
        "%n%-22s %9s %14s %14s %14s%n", "ns per operation", "models", "mean", "min", "max");
    for (String models : arguments.text("models", "1000,100000,1000000").split(",", -1)) {
      int forks = arguments.count("forks", 3);
      new Runner(options(models, forks)).run().forEach(BenchRegistry::print);
    }
    System.out.printf(Locale.ROOT, "steal %.1f %%%n%n", Machine.now().stealPercentSince(start));
    List<String> heap =
        ServerProcess.java(
            List.of("-Xmx6g", "-XX:+UseParallelGC", "-XX:TLABSize=64k", "-XX:-ResizeTLAB"));
    heap.add(HeapPerModel.class.getName());
    heap.add(arguments.text("heap-models", "100000"));
    System.out.print(Commands.output(heap, HEAP_MINUTES * 60.0));
  }

  private static Options options(String models, int forks) {
    return new OptionsBuilder()
        .include(BENCHMARKS)
        .param("models", models)
        .forks(forks)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(5)
        .measurementTime(TimeValue.seconds(1))
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static void print(RunResult run) {
    Result<?> result = run.getPrimaryResult();
    Statistics figures = result.getStatistics();
    String name = result.getLabel();
    boolean sampled = run.getParams().getMode() == Mode.SampleTime;
    Target target = TARGETS.get(name);
    // A sample is one call; a mean of means hides the worst.
    String shown =
        sampled
            ? String.format(
                Locale.ROOT,
                "p50 %,.0f, p99 %,.0f, p99.9 %,.0f",
                figures.getPercentile(50),
                figures.getPercentile(99),
                figures.getPercentile(99.9))
            : String.format(
                Locale.ROOT,
                "%14.1f %14.1f %14.1f",
                figures.getMean(),
                figures.getMin(),
                figures.getMax());
    double judged = sampled ? figures.getPercentile(99) : figures.getMean();
    System.out.printf(
        Locale.ROOT,
        "%-22s %9s %s  %s%n",
        sampled ? name + " calls" : name,
        run.getParams().getParam("models"),
        shown,
        target == null ? "" : target.verdict(judged));
  }
}
