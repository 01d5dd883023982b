package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.AnswerForm;
import dev.understudy.simulation.AnswerWork;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.Controls;
import dev.understudy.wire.VendorRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A route on which a model answers, whatever the vendor's form: {@code POST /v1/chat/completions}
 * and its like. Confined to one event loop.
 */
final class AnswerRoute {

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
  record Planned(VendorRequest request, Call call, PlannedAnswer answer) {
    SimulationPlan plan() {
      return answer.plan();
    }

    ModelDefinition model() {
      return call.model();
    }
  }

  /** Works out an answer. */
  @FunctionalInterface
  private interface Planning {
    Future<PlannedAnswer> plan(
        VendorRequest asked, ModelDefinition model, Supplier<SimulationRequest> request);
  }

  /** Plays the model that the body names. */
  Future<Void> complete(RoutingContext context) {
    Planning work =
        (asked, model, request) ->
            stage.player().planAnswer(model, () -> work(asked, admitted(context, request)));
    return plan(context, false, work).compose(planned -> answer(context.vertx(), planned));
  }

  /** Works out when the tokens of the answer that {@link #complete} gives would be due. */
  Future<Planned> schedule(RoutingContext context) {
    return plan(
        context,
        true,
        (asked, model, request) ->
            stage.player().schedule(request.get()).map(PlannedAnswer::streamed));
  }

  /** Counts the tokens of the prompt, as {@code POST /v1/messages/count_tokens} tells them. */
  Future<Void> count(RoutingContext context) {
    Planning counting =
        (asked, model, request) -> stage.player().count(request.get()).map(PlannedAnswer::streamed);
    return plan(context, true, counting)
        .compose(
            planned ->
                context
                    .response()
                    .putHeader("content-type", "application/json")
                    .end("{\"input_tokens\":%d}".formatted(planned.plan().promptTokens())));
  }

  /** What is wrong with a request is told before it counts. */
  private SimulationRequest admitted(RoutingContext context, Supplier<SimulationRequest> request) {
    SimulationRequest built = request.get();
    stage.head().admit(context, built.model());
    return built;
  }

  /** What is one body is written on the worker too, where it holds up no streams. */
  private AnswerWork work(VendorRequest asked, SimulationRequest request) {
    long now = createdSeconds();
    return planner -> {
      SimulationPlan plan = planner.plan(request);
      return asked.controls().stream()
          ? PlannedAnswer.streamed(plan)
          : PlannedAnswer.whole(plan, asked.whole(plan, request.model(), now));
    };
  }

  /**
   * Works out the answer, and says in headers what was taken for what.
   *
   * @param dryRun whether it will not be played
   */
  private Future<Planned> plan(RoutingContext context, boolean dryRun, Planning planning) {
    SimulationParameters parameters = SimulationParameters.of(context.request(), stage.models());
    return JsonBody.read(context, bytes -> AnswerBody.read(bytes, reader))
        .compose(
            body ->
                stage
                    .models()
                    .find(body.request().controls().model(), parameters.mode())
                    .compose(
                        found -> plan(context, body, found, parameters.latency(), dryRun, planning))
                    .onSuccess(
                        planned ->
                            parameters.nameIgnored(
                                context.response(), body.request().controls().ignored())));
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
    Controls controls = request.controls();
    LatencyOverride own = latency.or(controls.settings().latency());
    FaultInjection.Asked asked =
        new FaultInjection.Asked(
            request.endpoint().jsonName(),
            controls.seed(),
            body.hash(),
            controls.stream(),
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
            body.simulation(model)
                .seed(call.faults().seed(asked.controls().seed()))
                .latency(latency)
                .dryRun(dryRun)
                .build();
    Future<PlannedAnswer> planned =
        body.large()
            ? built(context.vertx(), request).compose(built -> planning.plan(asked, model, built))
            : planning.plan(asked, model, request);
    return planned
        .recover(failure -> Future.failedFuture(worded(asked, failure)))
        .onSuccess(
            answer -> {
              SimulationPlan plan = answer.plan();
              stage.head().spend(context, plan.promptTokens() + plan.completionTokens());
            })
        .map(answer -> new Planned(asked, call, answer.with(call.faults()::retime)));
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

  private Future<Void> answer(Vertx vertx, Planned planned) {
    Call call = planned.call();
    VendorRequest request = planned.request();
    PlannedAnswer answer = planned.answer();
    SimulationPlan plan = planned.plan();
    SimulationHeaders.nameTokenizer(call.response(), call.model());
    if (!request.controls().stream()) {
      BodyPieces body = new BodyPieces(vertx, answer);
      return stage
          .responses()
          .atTheEnd(call, plan, body, AnswerForm.TEXT, () -> request.completed(answer));
    }
    long now = createdSeconds();
    return request.framesTakeLong()
        ? vertx
            .executeBlocking(() -> request.frames(plan, call.model(), now), false)
            .compose(made -> play(call, plan, made))
        : play(call, plan, request.frames(plan, call.model(), now));
  }

  private Future<Void> play(Call call, SimulationPlan plan, AnswerFrames frames) {
    return stage.responses().events(call, plan, new AnswerEvents(frames));
  }

  private long createdSeconds() {
    return stage.clock().instant().getEpochSecond();
  }
}
