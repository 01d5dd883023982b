package dev.understudy.metrics;

import dev.understudy.feed.FeedMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of those who follow what changes. Safe on any thread. */
public final class FeedMetrics {

  private FeedMetrics() {}

  /** Shows what a meter counts, as long as somebody else keeps it. */
  public static void show(FeedMeter meter, MeterRegistry registry) {
    Gauge.builder("understudy.feed.watchers", meter, FeedMeter::watchers)
        .description("Streams and long polls that follow what changes")
        .register(registry);
    FunctionCounter.builder("understudy.feed.dropped", meter, FeedMeter::dropped)
        .description("Watchers that did not read what there was for them")
        .register(registry);
  }
}
