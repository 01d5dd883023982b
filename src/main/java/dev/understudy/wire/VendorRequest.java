package dev.understudy.wire;

import dev.understudy.model.Endpoint;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;

/** A request for an answer, in some vendor's form, read and found to be of that form. Immutable. */
public interface VendorRequest {

  /** Where it was sent. */
  Endpoint endpoint();

  /** Who is to answer, how long and how. */
  Controls controls();

  /**
   * Says what is to be simulated, but for what {@link #controls} tell.
   *
   * @throws UnderstudyException when the vendor's model does not take what is asked
   */
  void describe(SimulationRequest.Builder simulation, ModelDefinition model);

  /** Whether {@link #frames} takes so long that it would hold up an event loop. */
  default boolean framesTakeLong() {
    return false;
  }

  /**
   * The answer in the vendor's form, as a stream.
   *
   * @throws UnderstudyException INVALID_REQUEST when it is too long in that form
   */
  AnswerFrames frames(SimulationPlan plan, ModelDefinition model, long createdSeconds);

  /**
   * The same as one body; written on a worker, so it may be long.
   *
   * @throws UnderstudyException INVALID_REQUEST when it is too long in that form
   */
  byte[] whole(SimulationPlan plan, ModelDefinition model, long createdSeconds);

  /** Takes note of an answer that is about to be sent as one body, all of it. */
  default void completed(PlannedAnswer answer) {}

  /** A failure to answer it, in the words of the vendor where clients look for them. */
  default UnderstudyException worded(UnderstudyException failure) {
    return failure;
  }
}
