package dev.understudy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** The runs of one scenario, by side. Figures are compared within a round, then summed up. */
final class StreamRuns {

  private static final String[] COLUMNS = {
    "ttft_lag_ms/mean",
    "ttft_lag_ms/p50",
    "ttft_lag_ms/p99",
    "lag_ms/mean",
    "lag_ms/p50",
    "lag_ms/p99",
    "total_error_percent/mean",
    "total_error_percent/p50",
    "total_error_percent/p99",
    "server_lag_ms/p50",
    "server_lag_ms/p99",
    "drift_ms"
  };

  private final Map<String, List<StreamRun>> bySide = new LinkedHashMap<>();

  void add(String side, StreamRun run) {
    bySide.computeIfAbsent(side, s -> new ArrayList<>()).add(run);
  }

  private List<StreamRun> of(String side) {
    return bySide.getOrDefault(side, List.of());
  }

  /** A figure of each run of a side; none when it was not asked. */
  List<Double> of(String side, ToDoubleFunction<StreamRun> figure) {
    return of(side).stream().map(figure::applyAsDouble).toList();
  }

  /** One side by the other, in each round. */
  List<Double> ratio(String side, String other, ToDoubleFunction<StreamRun> figure) {
    return compare(side, other, figure, (a, b) -> a / b);
  }

  /** As the other, by the figure's path. */
  List<Double> ratio(String side, String other, String figure) {
    return ratio(side, other, run -> run.figure(figure));
  }

  /** Two sides in each round. */
  List<Double> compare(String side, String other, String figure, DoubleBinaryOperator comparison) {
    return compare(side, other, run -> run.figure(figure), comparison);
  }

  private List<Double> compare(
      String side,
      String other,
      ToDoubleFunction<StreamRun> figure,
      DoubleBinaryOperator comparison) {
    List<Double> ones = of(side, figure);
    List<Double> others = of(other, figure);
    List<Double> compared = new ArrayList<>();
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      compared.add(comparison.applyAsDouble(ones.get(i), others.get(i)));
    }
    return compared;
  }

  /** Medians, a row a side. */
  void print() {
    System.out.printf(
        "%-8s %23s %23s %20s %15s %8s %17s %7s %9s %8s %8s %7s %5s %7s%n",
        "",
        "TTFT error ms",
        "token error ms",
        "total error %",
        "server lag ms",
        "drift",
        "tokens",
        "",
        "gap",
        "tokens",
        "us per",
        "steal",
        "loop",
        "workers");
    System.out.printf(
        "%-8s %23s %23s %20s %15s %8s %17s %7s %9s %8s %8s %7s %5s %7s%n",
        "",
        "mean/p50/p99",
        "mean/p50/p99",
        "mean/p50/p99",
        "p50/p99",
        "ms",
        "received/expected",
        "refused",
        "ratio",
        "per s",
        "token",
        "%",
        "busy",
        "busy");
    bySide.keySet().forEach(side -> System.out.println(row(side)));
  }

  private String row(String side) {
    Object[] columns = new Object[COLUMNS.length];
    for (int i = 0; i < columns.length; i++) {
      String column = COLUMNS[i];
      columns[i] = median(side, run -> run.figure(column));
    }
    String errors =
        String.format(
            Locale.ROOT,
            "%7.2f %7.2f %7.2f %7.2f %7.2f %7.2f %6.3f %6.3f %6.3f %7.3f %7.3f %8.2f",
            columns);
    return String.format(
        Locale.ROOT,
        "%-8s %s %17s %7.0f %9.5f %8.0f %8.1f %7.1f %5.2f %7.2f",
        side,
        errors,
        "%.0f/%.0f".formatted(total(side, "tokens_received"), total(side, "tokens_expected")),
        total(side, "refused"),
        median(side, run -> run.figure("gap_ratio")),
        median(side, run -> run.figure("tokens_per_second")),
        median(side, StreamRun::cpuMicrosPerToken),
        median(side, StreamRun::stealPercent),
        median(side, StreamRun::loopBusy),
        median(side, StreamRun::workersBusy));
  }

  double median(String side, ToDoubleFunction<StreamRun> figure) {
    return Spread.median(of(side, figure));
  }

  private double total(String side, String figure) {
    return of(side).stream().mapToDouble(run -> run.figure(figure)).sum();
  }
}
