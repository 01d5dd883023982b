package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.fault.AskedFaults;
import dev.understudy.json.Json;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.simulation.CanonicalBody;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code POST /v1/chat/completions}. Confined to one event loop. */
final class ChatRoute {

  /**
   * Tokens that frame a message, and again those that begin the answer (OpenAI Cookbook: How to
   * count tokens with tiktoken).
   */
  private static final int TOKENS_PER_MESSAGE = 3;

  private final PlayedModels models;
  private final SimulationPlayer player;
  private final StreamResponses responses;
  private final FaultInjection faults;
  private final Clock clock;

  ChatRoute(
      PlayedModels models,
      SimulationPlayer player,
      StreamResponses responses,
      FaultInjection faults,
      Clock clock) {
    this.models = models;
    this.player = player;
    this.faults = faults;
    this.responses = responses;
    this.clock = clock;
  }

  /** What a request asks for and how it is answered. */
  record Planned(ChatRequest chat, Call call, SimulationPlan plan) {
    ModelDefinition model() {
      return call.model();
    }
  }

  /** Plays the model that the body names. */
  Future<Void> complete(RoutingContext context) {
    return plan(context, false).compose(this::answer);
  }

  /**
   * Works out the answer, and says in headers what was taken for what.
   *
   * @param dryRun whether it will not be played
   */
  Future<Planned> plan(RoutingContext context, boolean dryRun) {
    HttpServerRequest request = context.request();
    Query parameters = Query.of(request);
    ResolveMode mode = parameters.resolveMode(models.usualMode());
    LatencyOverride latency = SimulationHeaders.latency(request);
    return JsonBody.read(context, Body::read)
        .compose(
            body -> {
              Set<String> ignored = new TreeSet<>(body.chat().ignored());
              ignored.addAll(parameters.others());
              return models
                  .find(body.chat().model(), mode)
                  .compose(found -> plan(context, body, found, latency, dryRun))
                  .onSuccess(planned -> SimulationHeaders.nameIgnored(context.response(), ignored));
            });
  }

  /** A request, the hash of what it asks for, and the faults that it asks for. */
  private record Body(ChatRequest chat, String hash, AskedFaults faults) {
    static Body read(byte[] bytes) {
      ObjectNode json = Json.parseObject(bytes);
      ChatRequest chat = ChatRequest.read(json);
      return new Body(chat, CanonicalBody.hash(json), AskedFaults.ofBody(json));
    }
  }

  private Future<Planned> plan(
      RoutingContext context,
      Body body,
      FoundModel found,
      LatencyOverride latency,
      boolean dryRun) {
    ModelReads.nameResolved(context.response(), found); // a refusal too says of which model
    ChatRequest chat = body.chat();
    LatencyOverride own = latency.or(chat.latency());
    FaultInjection.Asked asked =
        new FaultInjection.Asked(
            Endpoint.CHAT.jsonName(),
            chat.seed(),
            body.hash(),
            chat.stream(),
            own.timeScale(),
            body.faults(),
            dryRun);
    return faults
        .begin(context, found.model(), asked)
        .compose(call -> plan(call, body, own, dryRun));
  }

  private Future<Planned> plan(Call call, Body body, LatencyOverride latency, boolean dryRun) {
    ChatRequest chat = body.chat();
    Supplier<SimulationRequest> request =
        () ->
            simulation(call.model(), chat, body.hash())
                .seed(call.faults().seed(chat.seed()))
                .latency(latency)
                .dryRun(dryRun)
                .build();
    Future<SimulationPlan> planned =
        dryRun ? player.schedule(request.get()) : player.plan(call.model(), request);
    return planned.map(plan -> new Planned(chat, call, call.faults().retime(plan)));
  }

  private Future<Void> answer(Planned planned) {
    ChatRequest chat = planned.chat();
    SimulationPlan plan = planned.plan();
    String model = planned.model().id();
    ChatFrames frames =
        new ChatFrames(plan, model, clock.instant().getEpochSecond(), chat.includeUsage());
    return chat.stream()
        ? responses.events(planned.call(), plan, frames)
        : responses.atTheEnd(planned.call(), plan, frames::whole);
  }

  private static SimulationRequest.Builder simulation(
      ModelDefinition model, ChatRequest chat, String bodyHash) {
    PlayedModels.refuseUnsupported(model, Endpoint.CHAT);
    PlayedModels.refuseLacking(model, needed(chat));
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .prompt(new Prompt(chat.texts(), TOKENS_PER_MESSAGE * (chat.messages() + 1)))
            .maxTokens(chat.maxTokens())
            .minTokens(chat.minTokens())
            .ignoreEos(chat.ignoreEos())
            .stop(chat.stop())
            .effort(chat.reasoningEffort())
            .outputTokens(chat.outputTokens())
            .seed(chat.seed())
            .bodyHash(bodyHash);
    chat.features().forEach(request::feature);
    if (PlayedModels.reasons(model, chat.reasoningEffort())) {
      request.feature(RequestFeature.REASONING);
    }
    return request;
  }

  /** By which parameter each capability is asked for. */
  private static Map<Capability, String> needed(ChatRequest chat) {
    Map<Capability, String> needed = new EnumMap<>(Capability.class);
    for (RequestFeature feature : chat.features()) {
      String param = feature == RequestFeature.TOOLS ? "tools" : "messages";
      needed.put(PlayedModels.capability(feature), param);
    }
    if (chat.stream()) {
      needed.put(Capability.STREAMING, "stream");
    }
    if ("json_object".equals(chat.jsonWanted())) {
      needed.put(Capability.JSON_MODE, "response_format");
    }
    if ("json_schema".equals(chat.jsonWanted())) {
      needed.put(Capability.STRUCTURED_OUTPUTS, "response_format");
    }
    if (PlayedModels.asksForReasoning(chat.reasoningEffort())) {
      needed.put(Capability.REASONING, "reasoning_effort");
    }
    return needed;
  }
}
