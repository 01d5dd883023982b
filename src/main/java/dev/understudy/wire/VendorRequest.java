package dev.understudy.wire;

import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for an answer, in some vendor's form, read and found to be of that form. Immutable. */
public interface VendorRequest {

  /** Where it was sent. */
  Endpoint endpoint();

  /** Who is asked. */
  String model();

  /** For the same answer again; null when not given. */
  @Nullable Long seed();

  /** Whether the answer is streamed. */
  boolean stream();

  /** How long the model is asked to think; null when not said. */
  @Nullable ReasoningEffort effort();

  /** What makes a model slower, and by which parameter it is asked for. */
  Map<RequestFeature, String> features();

  /** What the model must be able to do beside that, and by which parameter it is asked for. */
  Map<Capability, String> capabilities();

  /** What it says in the field {@code simulation}. */
  SimulationSettings settings();

  /** Names of fields without effect. */
  Set<String> ignored();

  /**
   * Says what is to be simulated, but for what the other methods tell.
   *
   * @throws UnderstudyException when the vendor's model does not take what is asked
   */
  void describe(SimulationRequest.Builder simulation, ModelDefinition model);

  /** Whether {@link #frames} takes so long that it would hold up an event loop. */
  default boolean framesTakeLong() {
    return false;
  }

  /**
   * The answer in the vendor's form.
   *
   * @throws UnderstudyException INVALID_REQUEST when it is too long in that form
   */
  AnswerFrames frames(SimulationPlan plan, ModelDefinition model, long createdSeconds);

  /** Takes note of an answer that is about to be sent as one body, all of it. */
  default void completed(PlannedAnswer answer) {}

  /** A failure to answer it, in the words of the vendor where clients look for them. */
  default UnderstudyException worded(UnderstudyException failure) {
    return failure;
  }

  /** All that the model must be able to do, by parameter. */
  default Map<Capability, String> needed() {
    Map<Capability, String> needed = new EnumMap<>(Capability.class);
    needed.putAll(capabilities());
    features().forEach((feature, param) -> needed.put(feature.capability(), param));
    if (stream()) {
      needed.put(Capability.STREAMING, "stream");
    }
    return needed;
  }
}
