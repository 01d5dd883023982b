package dev.understudy.metrics;

import dev.understudy.fault.FaultKind;
import dev.understudy.fault.FaultMeter;
import dev.understudy.fault.FaultSource;
import dev.understudy.model.ModelDefinition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts injected faults by model, kind and source. Models have the labels that their streams have.
 * Safe on any thread.
 */
public final class FaultMetrics implements FaultMeter {

  private final MeterRegistry registry;
  private final StreamMetrics streams;

  /** Counters in that registry. */
  public FaultMetrics(MeterRegistry registry, StreamMetrics streams) {
    this.registry = registry;
    this.streams = streams;
  }

  @Override
  public void injected(ModelDefinition model, FaultKind kind, FaultSource source) {
    Counter.builder("understudy.faults.injected")
        .description("Faults that were injected on purpose")
        .tags("model", streams.label(model), "kind", kind.jsonName(), "source", source.jsonName())
        .register(registry)
        .increment();
  }
}
