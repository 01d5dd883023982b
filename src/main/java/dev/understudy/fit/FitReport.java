package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Spike;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people read of a fit: each candidate beside what was measured, and the choice. */
public final class FitReport {

  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};
  private static final String ROW = "%s %-18s %8s %10s %10s %10s%n";

  private final StringBuilder text = new StringBuilder();

  private FitReport() {}

  /** The report, with a line end at its end. */
  public static String of(ProfileFit fit) {
    FitReport report = new FitReport();
    report.line(fit.measurements().form());
    fit.measurements().notes().forEach(report::line);
    PrefillFit prefill = fit.prefill();
    report.latency(prefill == null ? "TTFT" : "TTFT without prefill", fit.ttft());
    report.latency("ITL", fit.itl());
    report.prefill(fit, prefill);
    return report.text.toString();
  }

  private void line(String words) {
    text.append(words).append(System.lineSeparator());
  }

  private void latency(String name, DistributionFit fit) {
    Measured measured = fit.measured();
    line("");
    line(
        measured instanceof Samples
            ? "%s, %d samples, in seconds".formatted(name, measured.count())
            : name + ", from figures (no samples: KS cannot be computed), in seconds");
    text.append(String.format(Locale.ROOT, ROW, " ", "", "KS", "p50", "p95", "p99"));
    row(" ", "measured", null, p -> measured(measured, p));
    for (Candidate candidate : fit.candidates()) {
      boolean chosen = candidate.equals(fit.chosen());
      row(chosen ? "*" : " ", candidate.name(), candidate.ks(), candidate::quantile);
    }
    line("* " + figures(fit.chosen().distribution()) + ": " + fit.reason());
  }

  private interface Quantile {
    @Nullable Double at(double p);
  }

  private void row(String mark, String name, @Nullable Double ks, Quantile quantile) {
    String[] cells = new String[PERCENTILES.length];
    for (int i = 0; i < cells.length; i++) {
      Double seconds = quantile.at(PERCENTILES[i]);
      cells[i] = seconds == null ? "-" : significant(seconds);
    }
    String distance = ks == null ? "-" : String.format(Locale.ROOT, "%.4f", ks);
    text.append(
        String.format(Locale.ROOT, ROW, mark, name, distance, cells[0], cells[1], cells[2]));
  }

  static @Nullable Double measured(Measured measured, double p) {
    return measured instanceof Samples samples
        ? (Double) samples.quantile(p)
        : ((Summary) measured).percentiles().get(p);
  }

  private static String figures(LatencyDistribution latency) {
    String shape = latency.shape().jsonName();
    String figures =
        switch (latency.shape()) {
          case CONSTANT -> "%s %s".formatted(shape, significant(latency.mean()));
          case QUANTILES -> "%d quantiles".formatted(latency.quantiles().size());
          case NORMAL, LOGNORMAL, GAMMA ->
              "%s, mean %s, std %s"
                  .formatted(shape, significant(latency.mean()), significant(latency.std()));
        };
    Spike spike = latency.spike();
    return spike == null
        ? figures
        : "%s, spike %s x %s"
            .formatted(figures, significant(spike.probability()), significant(spike.factor()));
  }

  private void prefill(ProfileFit fit, @Nullable PrefillFit prefill) {
    if (prefill != null) {
      line("");
      line(
          "Prefill, %s to %s prompt tokens: %s s a token (standard error %s)"
              .formatted(
                  significant(prefill.fewest()),
                  significant(prefill.most()),
                  significant(prefill.secondsPerToken()),
                  significant(prefill.standardError())));
    } else if (fit.measurements().promptTokens().length > 0) {
      line("");
      line("Prefill: not told, as prompts are unknown, of one length or without effect on TTFT.");
    }
  }

  /** Four significant digits, without an exponent. */
  static String significant(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
