package dev.understudy.metrics;

import dev.understudy.source.SourceMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of remote sources, all together. Safe on any thread. */
public final class SourceMetrics {

  private SourceMetrics() {}

  /** Shows what a meter counts, as long as somebody else keeps it. */
  public static void show(SourceMeter meter, MeterRegistry registry) {
    for (SourceMeter.Result result : SourceMeter.Result.values()) {
      FunctionCounter.builder(
              "understudy.sources.refreshes", meter, counted -> counted.refreshes(result))
          .description("Fetches of remote sources, without dry runs, by what came of them")
          .tag("result", result.jsonName())
          .register(registry);
    }
  }
}
