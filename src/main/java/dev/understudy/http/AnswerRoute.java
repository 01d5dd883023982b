package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.BodyHash;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.text.Tokenizer;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.VendorRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A route on which a model answers, whatever the vendor's form: {@code POST /v1/chat/completions}
 * and its like. Confined to one event loop.
 */
final class AnswerRoute {

  private static final int LARGE_BYTES = 256 * 1024;

  private final Function<ObjectNode, VendorRequest> reader;
  private final Stage stage;

  /**
   * What all these routes share.
   *
   * @param models those that are played
   * @param player plays them
   * @param responses what they are played into
   * @param faults what is done to them on purpose
   * @param head what the heads of answers tell
   * @param clock says when answers were made
   */
  record Stage(
      PlayedModels models,
      SimulationPlayer player,
      StreamResponses responses,
      FaultInjection faults,
      AnswerHead head,
      Clock clock) {}

  /**
   * A route.
   *
   * @param reader reads a body of the vendor's form, or refuses it
   */
  AnswerRoute(Function<ObjectNode, VendorRequest> reader, Stage stage) {
    this.reader = reader;
    this.stage = stage;
  }

  /** What a request asks for and how it is answered. */
  record Planned(VendorRequest request, Call call, SimulationPlan plan) {
    ModelDefinition model() {
      return call.model();
    }
  }

  /** Works out an answer. */
  @FunctionalInterface
  private interface Planning {
    Future<SimulationPlan> plan(ModelDefinition model, Supplier<SimulationRequest> request);
  }

  /** Plays the model that the body names. */
  Future<Void> complete(RoutingContext context) {
    return plan(context, false).compose(planned -> answer(context.vertx(), planned));
  }

  /** Counts the tokens of the prompt, as {@code POST /v1/messages/count_tokens} tells them. */
  Future<Void> count(RoutingContext context) {
    return plan(context, true, (model, request) -> stage.player().count(request.get()))
        .compose(
            planned ->
                context
                    .response()
                    .putHeader("content-type", "application/json")
                    .end("{\"input_tokens\":%d}".formatted(planned.plan().promptTokens())));
  }

  /**
   * Works out the answer, and says in headers what was taken for what.
   *
   * @param dryRun whether it will not be played
   */
  Future<Planned> plan(RoutingContext context, boolean dryRun) {
    if (dryRun) {
      return plan(context, true, (model, request) -> stage.player().schedule(request.get()));
    }
    return plan(
        context,
        false,
        (model, request) -> stage.player().plan(model, () -> admitted(context, request)));
  }

  /** What is wrong with a request is told before it counts. */
  private SimulationRequest admitted(RoutingContext context, Supplier<SimulationRequest> request) {
    SimulationRequest built = request.get();
    stage.head().admit(context, built.model());
    return built;
  }

  private Future<Planned> plan(RoutingContext context, boolean dryRun, Planning planning) {
    SimulationParameters parameters = SimulationParameters.of(context.request(), stage.models());
    return JsonBody.read(context, bytes -> AnswerBody.read(bytes, reader))
        .compose(
            body ->
                stage
                    .models()
                    .find(body.request().model(), parameters.mode())
                    .compose(
                        found -> plan(context, body, found, parameters.latency(), dryRun, planning))
                    .onSuccess(
                        planned ->
                            parameters.nameIgnored(context.response(), body.request().ignored())));
  }

  private Future<Planned> plan(
      RoutingContext context,
      AnswerBody body,
      FoundModel found,
      LatencyOverride latency,
      boolean dryRun,
      Planning planning) {
    ModelReads.nameResolved(context.response(), found); // a refusal too says of which model
    VendorRequest request = body.request();
    LatencyOverride own = latency.or(request.settings().latency());
    FaultInjection.Asked asked =
        new FaultInjection.Asked(
            request.endpoint().jsonName(),
            request.seed(),
            body.hash(),
            request.stream(),
            own.timeScale(),
            body.faults(),
            dryRun);
    return stage
        .faults()
        .begin(context, found.model(), asked)
        .compose(call -> plan(context, call, body, own, dryRun, planning));
  }

  private Future<Planned> plan(
      RoutingContext context,
      Call call,
      AnswerBody body,
      LatencyOverride latency,
      boolean dryRun,
      Planning planning) {
    VendorRequest asked = body.request();
    ModelDefinition model = call.model();
    Supplier<SimulationRequest> request =
        () ->
            simulation(model, asked, body.hash())
                .seed(call.faults().seed(asked.seed()))
                .latency(latency)
                .dryRun(dryRun)
                .build();
    Future<SimulationPlan> planned =
        body.large()
            ? built(context.vertx(), request).compose(built -> planning.plan(model, built))
            : planning.plan(model, request);
    return planned
        .recover(failure -> Future.failedFuture(worded(asked, failure)))
        .onSuccess(
            plan -> stage.head().spend(context, plan.promptTokens() + plan.completionTokens()))
        .map(plan -> new Planned(asked, call, call.faults().retime(plan)));
  }

  /** A prompt has as many texts as the body has messages, so it is not gathered on the loop. */
  private static Future<Supplier<SimulationRequest>> built(
      Vertx vertx, Supplier<SimulationRequest> request) {
    return vertx
        .executeBlocking(request::get, false)
        .transform(
            done ->
                Future.succeededFuture(
                    () -> {
                      if (done.failed()) {
                        throw UnderstudyException.known(done.cause());
                      }
                      return done.result();
                    }));
  }

  private static Throwable worded(VendorRequest asked, Throwable failure) {
    return failure instanceof UnderstudyException known ? asked.worded(known) : failure;
  }

  private static SimulationRequest.Builder simulation(
      ModelDefinition model, VendorRequest asked, BodyHash bodyHash) {
    PlayedModels.refuseUnsupported(model, asked.endpoint());
    PlayedModels.refuseLacking(model, asked.needed());
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .effort(asked.effort())
            .outputTokens(asked.settings().outputTokens())
            .bodyHash(bodyHash);
    asked.describe(request, model);
    asked.features().keySet().forEach(request::feature);
    if (model.reasons(asked.effort())) {
      request.feature(RequestFeature.REASONING);
    }
    return request;
  }

  private Future<Void> answer(Vertx vertx, Planned planned) {
    Call call = planned.call();
    SimulationPlan plan = planned.plan();
    AnswerFrames frames =
        planned.request().frames(plan, call.model(), stage.clock().instant().getEpochSecond());
    call.response().putHeader("understudy-tokenizer", Tokenizer.nameFor(call.model()));
    StreamResponses responses = stage.responses();
    if (planned.request().stream()) {
      return responses.events(call, plan, new AnswerEvents(frames));
    }
    if ((long) plan.tokens() * frames.bytesPerToken() < LARGE_BYTES) {
      return responses.atTheEnd(call, plan, () -> Buffer.buffer(frames.whole()));
    }
    // It would hold up the streams of the loop.
    return vertx
        .executeBlocking(frames::whole, false)
        .compose(body -> responses.atTheEnd(call, plan, BodyPieces.of(vertx, body)));
  }
}
