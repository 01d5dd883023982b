package dev.understudy.http;

import dev.understudy.bus.FoundModel;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.model.ModelDefinition;
import dev.understudy.retrieval.EmbeddingRequest;
import dev.understudy.retrieval.ModerationRequest;
import dev.understudy.retrieval.RerankRequest;
import dev.understudy.retrieval.RetrievalRequest;
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

  private final PlayedModels models;
  private final SimulationPlayer player;
  private final StreamResponses responses;

  RetrievalRoutes(PlayedModels models, SimulationPlayer player, StreamResponses responses) {
    this.models = models;
    this.player = player;
    this.responses = responses;
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

  private Future<Void> answer(
      RoutingContext context, Function<byte[], ? extends RetrievalRequest> reader) {
    SimulationParameters parameters = SimulationParameters.of(context.request(), models);
    return JsonBody.<RetrievalRequest>read(context, reader::apply)
        .compose(
            request ->
                models
                    .find(request.fields().model(), parameters.mode())
                    .compose(
                        found ->
                            plan(context, request, found, parameters.latency())
                                .compose(
                                    planned -> {
                                      parameters.nameIgnored(
                                          context.response(), request.fields().ignored());
                                      return play(context, planned, found.model());
                                    })));
  }

  private Future<PlannedAnswer> plan(
      RoutingContext context, RetrievalRequest request, FoundModel found, LatencyOverride latency) {
    ModelReads.nameResolved(context.response(), found); // a refusal too says of which model
    ModelDefinition model = found.model();
    return player.planAnswer(
        model,
        () -> {
          PlayedModels.refuseUnsupported(model, request.endpoint());
          return request.work(model, latency.or(request.fields().latency()));
        });
  }

  private Future<Void> play(RoutingContext context, PlannedAnswer planned, ModelDefinition model) {
    long t0 = context.get(HttpApi.ARRIVAL);
    BodyPieces body = new BodyPieces(context.vertx(), planned.pieces(), planned.bytes());
    return responses.atTheEnd(context.response(), planned.plan(), model, t0, body);
  }
}
