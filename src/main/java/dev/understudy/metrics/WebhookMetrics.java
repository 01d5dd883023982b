package dev.understudy.metrics;

import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.store.WebhookState;
import dev.understudy.webhook.WebhookMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** The meters of webhooks, all together. Safe on any thread. */
public final class WebhookMetrics {

  private WebhookMetrics() {}

  /**
   * Shows what a meter counts, as long as somebody else keeps it.
   *
   * @param revision the last one there is
   */
  public static void show(WebhookMeter meter, LongSupplier revision, MeterRegistry registry) {
    for (Result result : Result.values()) {
      FunctionCounter.builder(
              "understudy.webhooks.attempts", meter, counted -> counted.attempts(result))
          .description("Entries in the logs of deliveries, by result")
          .tag("result", result.jsonName())
          .register(registry);
    }
    for (WebhookState state : WebhookState.values()) {
      Gauge.builder("understudy.webhooks", meter, counted -> counted.count(state))
          .description("Webhooks that this server tells, by state")
          .tag("state", state.jsonName())
          .register(registry);
    }
    Gauge.builder(
            "understudy.webhooks.behind.revisions",
            meter,
            counted -> counted.behind(revision.getAsLong()))
        .description("Revisions that the active webhook furthest behind has not been told whole")
        .register(registry);
  }
}
