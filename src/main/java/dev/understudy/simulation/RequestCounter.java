package dev.understudy.simulation;

import dev.understudy.model.ModelDefinition;

/** Counts requests to models. Called on event loops, so it is fast; safe on any thread. */
@FunctionalInterface
public interface RequestCounter {

  /** Counts nothing. */
  RequestCounter NONE = (model, request) -> {};

  /** A request is over; called once for each whose model was known. */
  void ended(ModelDefinition model, EndedRequest request);
}
