package dev.understudy.http;

import dev.understudy.fault.ChosenFaults;
import dev.understudy.model.ModelDefinition;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A request to a model that was found.
 *
 * @param request what came
 * @param model who answers
 * @param t0Nanos when its headers arrived
 * @param faults what is done to it on purpose
 */
record Call(HttpServerRequest request, ModelDefinition model, long t0Nanos, ChosenFaults faults) {

  HttpServerResponse response() {
    return request.response();
  }
}
