package dev.understudy.fit;

/** One distribution in a panel. Immutable. */
sealed interface View {

  /** As the legend calls it. */
  String name();

  /** True where more is known than some percentiles. */
  boolean isDrawn();

  /** The share of durations from {@code low}, exclusive, to {@code high}, in seconds. */
  double share(double low, double high);

  /** The duration that the share {@code p} does not exceed; not a number where unknown. */
  double quantile(double p);

  /** What was measured, drawn as bars. */
  record Observed(Measured measured) implements View {

    @Override
    public String name() {
      return "measured";
    }

    @Override
    public boolean isDrawn() {
      return measured instanceof Samples;
    }

    @Override
    public double share(double low, double high) {
      Samples samples = (Samples) measured;
      return samples.shareUpTo(high) - samples.shareUpTo(low);
    }

    @Override
    public double quantile(double p) {
      return measured instanceof Samples samples
          ? samples.quantile(p)
          : ((Summary) measured).percentiles().getOrDefault(p, Double.NaN);
    }
  }

  /** What a profile says, drawn as a line. */
  record Planned(String name, Curve curve) implements View {

    @Override
    public boolean isDrawn() {
      return true;
    }

    @Override
    public double share(double low, double high) {
      return curve.cdf(high) - curve.cdf(low);
    }

    @Override
    public double quantile(double p) {
      return curve.quantile(p);
    }
  }
}
