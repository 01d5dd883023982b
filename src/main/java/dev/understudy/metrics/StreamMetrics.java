package dev.understudy.metrics;

import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of all streams, by model. Clients can make up models; so those, and models beyond the
 * first {@value #MOST_MODELS} that were played, are measured together as {@value #OTHER}. Safe on
 * any thread.
 */
public final class StreamMetrics implements StreamMeter.Source {

  /** The label of models that have none of their own. */
  public static final String OTHER = "other";

  static final int MOST_MODELS = 200;

  private final MeterRegistry registry;
  private final ModelMeters other;
  private final Map<String, ModelMeters> byModel = new ConcurrentHashMap<>();

  /** Meters in that registry. */
  public StreamMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.other = new ModelMeters(registry, OTHER);
  }

  /** Shows what is used of a budget, as long as somebody else keeps it. */
  public void show(TokenBudget budget) {
    Gauge.builder("understudy.streams.tokens.per.second", budget, TokenBudget::admittedPerSecond)
        .description("Tokens a second that the streams being played are to send, as planned")
        .register(registry);
  }

  /** By which label a model is measured. */
  String label(ModelDefinition model) {
    return of(model).model();
  }

  @Override
  public ModelMeters of(ModelDefinition model) {
    ModelMeters known = byModel.get(model.id());
    return known != null ? known : model.isMadeUp() ? other : add(model.id());
  }

  private synchronized ModelMeters add(String model) {
    return byModel.size() < MOST_MODELS && !model.equals(OTHER)
        ? byModel.computeIfAbsent(model, id -> new ModelMeters(registry, id))
        : other;
  }
}
