package dev.understudy.fault;

import dev.understudy.json.Glob;
import org.jspecify.annotations.Nullable;

/**
 * A fault for all requests of some models. Immutable.
 *
 * @param spec the fault; its name is the rule's
 * @param models ids of models
 * @param endpoint name of the only endpoint; null for all
 */
record FaultRule(FaultSpec spec, Glob models, @Nullable String endpoint) {

  boolean fits(String model, String ofEndpoint) {
    return (endpoint == null || endpoint.equals(ofEndpoint)) && models.matches(model);
  }
}
