package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.PlayedModels;
import dev.understudy.fault.AskedFaults;
import dev.understudy.json.Json;
import dev.understudy.retrieval.EmbeddingRequest;
import dev.understudy.retrieval.ModerationRequest;
import dev.understudy.retrieval.RerankRequest;
import dev.understudy.retrieval.RetrievalRequest;
import dev.understudy.simulation.AnswerForm;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.PlannedAnswer;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * {@code POST /v1/embeddings}, {@code /v1/moderations} and {@code /v1/rerank}: answers in one
 * piece, sent at the time to first token. Confined to one event loop.
 */
final class RetrievalRoutes {

  private final AnswerRoute.Stage stage;

  RetrievalRoutes(AnswerRoute.Stage stage) {
    this.stage = stage;
  }

  Future<Void> embeddings(RoutingContext context) {
    return answer(context, EmbeddingRequest::read);
  }

  Future<Void> moderations(RoutingContext context) {
    return answer(context, ModerationRequest::read);
  }

  Future<Void> rerank(RoutingContext context) {
    return answer(context, RerankRequest::read);
  }

  /** A request and the faults that it asks for. */
  private record Body(RetrievalRequest request, AskedFaults faults) {}

  private Future<Void> answer(
      RoutingContext context, Function<ObjectNode, ? extends RetrievalRequest> reader) {
    SimulationParameters parameters = SimulationParameters.of(context.request(), stage.models());
    return JsonBody.read(context, bytes -> read(bytes, reader))
        .compose(
            body ->
                stage
                    .models()
                    .find(body.request().fields().model(), parameters.mode())
                    .compose(found -> begin(context, body, found, parameters.latency()))
                    .onSuccess(
                        call ->
                            parameters.nameIgnored(
                                context.response(), body.request().fields().ignored()))
                    .compose(call -> play(context, call, body.request(), parameters.latency())));
  }

  private static Body read(byte[] bytes, Function<ObjectNode, ? extends RetrievalRequest> reader) {
    ObjectNode json = Json.parseObject(bytes);
    RetrievalRequest request = reader.apply(json);
    if (JsonBody.isLarge(bytes.length)) {
      request.fields().bodyHash().value(); // now that this is no event loop
    }
    return new Body(request, AskedFaults.ofBody(json));
  }

  private Future<Call> begin(
      RoutingContext context, Body body, FoundModel found, LatencyOverride latency) {
    ModelReads.nameResolved(context.response(), found); // a refusal too says of which model
    RetrievalRequest request = body.request();
    FaultInjection.Asked asked =
        new FaultInjection.Asked(
            request.endpoint().jsonName(),
            request.fields().seed(),
            request.fields().bodyHash(),
            false,
            latency.or(request.fields().latency()).timeScale(),
            body.faults(),
            false);
    return stage.faults().begin(context, found.model(), asked);
  }

  private Future<Void> play(
      RoutingContext context, Call call, RetrievalRequest request, LatencyOverride latency) {
    Long seed = call.faults().seed(request.fields().seed());
    return stage
        .player()
        .planAnswer(
            call.model(),
            () -> {
              PlayedModels.refuseUnsupported(call.model(), request.endpoint());
              stage.head().admit(context, call.model());
              return request.work(call.model(), seed, latency.or(request.fields().latency()));
            })
        .compose(planned -> play(context, call, planned));
  }

  private Future<Void> play(RoutingContext context, Call call, PlannedAnswer planned) {
    PlannedAnswer answer = planned.with(call.faults()::retime);
    stage.head().spend(context, answer.plan().promptTokens());
    BodyPieces body = new BodyPieces(context.vertx(), answer);
    return stage.responses().atTheEnd(call, answer.plan(), body, AnswerForm.SCORES, () -> {});
  }
}
