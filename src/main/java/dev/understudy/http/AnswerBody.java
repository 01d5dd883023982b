package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.PlayedModels;
import dev.understudy.fault.AskedFaults;
import dev.understudy.json.Json;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.BodyHash;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.VendorRequest;
import java.util.function.Function;

/**
 * The body of a request for an answer, read.
 *
 * @param request what it asks for
 * @param hash of that
 * @param faults that it asks for
 * @param large whether it was read off the event loop, where the rest of its work belongs too
 */
record AnswerBody(VendorRequest request, BodyHash hash, AskedFaults faults, boolean large) {

  /** Reads a body, or refuses it. */
  static AnswerBody read(byte[] bytes, Function<ObjectNode, VendorRequest> reader) {
    ObjectNode json = Json.parseObject(bytes);
    VendorRequest request = reader.apply(json);
    BodyHash hash = BodyHash.of(json);
    boolean large = JsonBody.isLarge(bytes.length);
    if (large) {
      hash.value(); // faults ask for it on the event loop
    }
    return new AnswerBody(request, hash, AskedFaults.ofBody(json), large);
  }

  /**
   * What is to be simulated.
   *
   * @throws UnderstudyException when the model does not take what is asked
   */
  SimulationRequest.Builder simulation(ModelDefinition model) {
    PlayedModels.refuseUnsupported(model, request.endpoint());
    PlayedModels.refuseLacking(model, request.controls().needed());
    SimulationRequest.Builder simulation = SimulationRequest.of(model).bodyHash(hash);
    request.controls().describe(simulation);
    request.describe(simulation, model);
    if (model.reasons(request.controls().effort())) {
      simulation.feature(RequestFeature.REASONING);
    }
    return simulation;
  }
}
