package dev.understudy.wire;

import dev.understudy.model.Capability;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.simulation.SimulationRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every vendor's request says of who is to answer, how long and how. Immutable.
 *
 * @param model who is asked
 * @param effort how long the model is asked to think; null when not said
 * @param maxTokens the most tokens of the answer; null where something else decides it
 * @param minTokens least length
 * @param ignoreEos whether to go on up to the limits
 * @param stop sequences that end the answer
 * @param seed for the same answer again; null when not given
 * @param stream whether the answer is streamed
 * @param features what makes a model slower, by the parameter by which it is asked for
 * @param capabilities what the model must be able to do beside that, by parameter
 * @param settings the field {@code simulation}
 * @param ignored names of fields, and of parts of them, without effect
 */
public record Controls(
    String model,
    @Nullable ReasoningEffort effort,
    @Nullable Integer maxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Long seed,
    boolean stream,
    Map<RequestFeature, String> features,
    Map<Capability, String> capabilities,
    SimulationSettings settings,
    Set<String> ignored) {

  /** Says what is to be simulated, but for the seed, which faults may change. */
  public void describe(SimulationRequest.Builder simulation) {
    simulation
        .effort(effort)
        .maxTokens(maxTokens)
        .minTokens(minTokens)
        .ignoreEos(ignoreEos)
        .stop(stop)
        .outputTokens(settings.outputTokens());
    features.keySet().forEach(simulation::feature);
  }

  /** All that the model must be able to do, by parameter. */
  public Map<Capability, String> needed() {
    Map<Capability, String> needed = new EnumMap<>(Capability.class);
    needed.putAll(capabilities);
    features.forEach((feature, param) -> needed.put(feature.capability(), param));
    if (stream) {
      needed.put(Capability.STREAMING, "stream");
    }
    return needed;
  }
}
