package dev.understudy.fault;

import dev.understudy.model.ModelDefinition;

/** Counts what was injected. Safe on any thread. */
@FunctionalInterface
public interface FaultMeter {

  /** One more fault in an answer of that model. */
  void injected(ModelDefinition model, FaultKind kind, FaultSource source);
}
