package dev.understudy.http;

import dev.understudy.anthropic.MessagesRequest;
import dev.understudy.model.Endpoint;
import dev.understudy.openai.ChatRequest;
import dev.understudy.openai.CompletionsRequest;
import dev.understudy.openai.ResponseLog;
import dev.understudy.openai.ResponsesRequest;
import dev.understudy.simulation.SimulationLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** The routes on which models are played, and what is known of it. Confined to one event loop. */
final class PlayedRoutes {

  private static final String SIMULATIONS = "/v1/simulations";

  private final AnswerRoute chat;
  private final AnswerRoute completions;
  private final AnswerRoute responses;
  private final ResponseRoutes keptResponses;
  private final AnswerRoute messages;
  private final AnswerRoute messageTokens;
  private final RetrievalRoutes retrieval;
  private final SimulationRoutes simulations;

  PlayedRoutes(AnswerRoute.Stage stage, SimulationLog log, ResponseLog kept) {
    this.chat = new AnswerRoute(ChatRequest::read, stage);
    this.completions = new AnswerRoute(CompletionsRequest::read, stage);
    this.responses = new AnswerRoute(body -> ResponsesRequest.read(body, kept), stage);
    this.keptResponses = new ResponseRoutes(kept);
    this.messages = new AnswerRoute(MessagesRequest::read, stage);
    this.messageTokens = new AnswerRoute(MessagesRequest::readToCount, stage);
    this.retrieval = new RetrievalRoutes(stage);
    this.simulations = new SimulationRoutes(log, chat);
  }

  /** Adds them to a router. */
  void mount(Router routes, Handler<RoutingContext> body) {
    post(routes, body, Endpoint.CHAT.path(), chat::complete);
    post(routes, body, Endpoint.COMPLETIONS.path(), completions::complete);
    post(routes, body, Endpoint.RESPONSES.path(), responses::complete);
    String kept = Endpoint.RESPONSES.path() + "/:id";
    Routing.get(routes, kept, keptResponses::get);
    routes.delete(kept).handler(Routing.answering(keptResponses::delete));
    Routing.refuseOthers(routes, kept, HttpApi.READ + ", DELETE");
    post(routes, body, Endpoint.MESSAGES.path(), messages::complete);
    post(routes, body, Endpoint.MESSAGES.path() + "/count_tokens", messageTokens::count);
    post(routes, body, Endpoint.EMBEDDINGS.path(), retrieval::embeddings);
    post(routes, body, Endpoint.MODERATIONS.path(), retrieval::moderations);
    post(routes, body, Endpoint.RERANK.path(), retrieval::rerank);
    post(routes, body, SIMULATIONS, simulations::schedule);
    Routing.get(routes, SIMULATIONS + "/:id", simulations::get);
    Routing.refuseOthers(routes, SIMULATIONS + "/:id", HttpApi.READ);
  }

  private static void post(
      Router routes,
      Handler<RoutingContext> body,
      String path,
      Function<RoutingContext, Future<Void>> answer) {
    routes.post(path).handler(body).handler(Routing.answering(answer));
    Routing.refuseOthers(routes, path, "POST");
  }
}
