package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Named;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.CanonicalBody;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes on which models are played. Confined to one event loop. */
final class SimulationRoutes {

  /** Where the arrival of the request's headers is kept, in nanoseconds. */
  static final String ARRIVAL = "understudy.arrival";

  private static final int MOST_TOKENS = 100_000;
  private static final int USUAL_TOKENS = 50;

  /** What OpenAI's formula counts for a message, and for the answer's beginning. */
  private static final int TOKENS_PER_MESSAGE = 3;

  private final ModelLookup lookup;
  private final RegistryClient client;
  private final Pacer pacer;
  private final ServerConfig config;
  private final Clock clock;

  SimulationRoutes(
      ModelLookup lookup, RegistryClient client, Pacer pacer, ServerConfig config, Clock clock) {
    this.lookup = lookup;
    this.client = client;
    this.pacer = pacer;
    this.config = config;
    this.clock = clock;
  }

  /** {@code POST /v1/chat/completions}. */
  Future<Void> chat(RoutingContext context) {
    HttpServerRequest request = context.request();
    Query parameters = Query.of(request);
    ResolveMode mode = resolveMode(request, parameters);
    ObjectNode body = JsonBody.object(context);
    ChatRequest chat = ChatRequest.read(body);
    String bodyHash = CanonicalBody.hash(body);
    LatencyOverride latency = latency(request).or(chat.latency());
    return find(chat.model(), mode)
        .compose(
            found -> {
              ModelDefinition model = found.model();
              refuseUnsupported(model, Endpoint.CHAT);
              refuseLacking(model, chat);
              return client
                  .plan(simulation(model, chat, bodyHash, latency))
                  .compose(plan -> answer(context, parameters, chat, found, plan));
            });
  }

  private Future<Void> answer(
      RoutingContext context,
      Query parameters,
      ChatRequest chat,
      FoundModel found,
      SimulationPlan plan) {
    HttpServerResponse response = context.response();
    Set<String> ignored = new TreeSet<>(chat.ignored());
    ignored.addAll(parameters.others());
    nameIgnored(response, ignored);
    ModelReads.nameResolved(response, found);
    long createdSeconds = clock.instant().getEpochSecond();
    ChatFrames frames =
        new ChatFrames(plan, found.model().id(), createdSeconds, chat.includeUsage());
    long t0 = context.get(ARRIVAL);
    return chat.stream()
        ? StreamResponse.events(response, pacer, plan, t0, new ChatStream(frames))
        : StreamResponse.atTheEnd(response, pacer, plan, t0, frames::whole);
  }

  private record ChatStream(ChatFrames frames) implements StreamResponse.Frames {
    @Override
    public Buffer tokens(TokenStream stream, int from, int toExclusive) {
      return frames.tokens(from, toExclusive);
    }

    @Override
    public Buffer end() {
      return frames.end();
    }
  }

  private static SimulationRequest simulation(
      ModelDefinition model, ChatRequest chat, String bodyHash, LatencyOverride latency) {
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .prompt(new Prompt(chat.texts(), TOKENS_PER_MESSAGE * (chat.messages() + 1)))
            .maxTokens(chat.maxTokens())
            .minTokens(chat.minTokens())
            .ignoreEos(chat.ignoreEos())
            .stop(chat.stop())
            .outputTokens(chat.outputTokens())
            .seed(chat.seed())
            .bodyHash(bodyHash)
            .latency(latency);
    chat.features().forEach(request::feature);
    if (model.capabilities().can(Capability.REASONING) && !"none".equals(chat.reasoningEffort())) {
      request.feature(RequestFeature.REASONING);
    }
    return request.build();
  }

  /** {@code GET /v1/models/{id}/stream}: nothing but time. */
  Future<Void> latencyStream(RoutingContext context, ModelPath path) {
    HttpServerRequest request = context.request();
    Query parameters = Query.of(request);
    ResolveMode mode = resolveMode(request, parameters);
    int tokens =
        Objects.requireNonNullElse(parameters.integer("tokens", 1, MOST_TOKENS), USUAL_TOKENS);
    Long seed = parameters.wholeNumber("seed");
    Set<RequestFeature> features = inputs(parameters.text("input"));
    Boolean reasoning = parameters.bool("reasoning");
    if (Boolean.TRUE.equals(parameters.bool("tools"))) {
      features.add(RequestFeature.TOOLS);
    }
    Double scale = parameters.number("scale", 1000);
    LatencyOverride latency = new LatencyOverride(null, null, scale).or(latency(request));
    nameIgnored(context.response(), parameters.others());
    return find(path.id(), mode)
        .compose(
            found -> {
              refuseRetired(found.model());
              boolean reasons = found.model().capabilities().can(Capability.REASONING);
              if (reasoning == null ? reasons : reasoning) {
                features.add(RequestFeature.REASONING);
              }
              return client
                  .planSilent(silent(found.model(), features, seed, latency), tokens)
                  .compose(plan -> play(context, found, plan));
            });
  }

  private Future<Void> play(RoutingContext context, FoundModel found, SimulationPlan plan) {
    ModelReads.nameResolved(context.response(), found);
    long t0 = context.get(ARRIVAL);
    return StreamResponse.events(context.response(), pacer, plan, t0, new LatencyFrames(plan));
  }

  private static SimulationRequest silent(
      ModelDefinition model,
      Set<RequestFeature> features,
      @Nullable Long seed,
      LatencyOverride latency) {
    List<String> names = features.stream().map(RequestFeature::jsonName).sorted().toList();
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .seed(seed)
            .latency(latency)
            .bodyHash(CanonicalBody.hash(Map.of("model", model.id(), "features", names)));
    features.forEach(request::feature);
    return request.build();
  }

  private Future<FoundModel> find(String name, ResolveMode mode) {
    Future<FoundModel> found = lookup.find(name, mode);
    return config.registry().autoCreate() ? found.recover(missing -> create(name, missing)) : found;
  }

  private Future<FoundModel> create(String name, Throwable missing) {
    return Errors.known(missing).code() == ErrorCode.MODEL_NOT_FOUND
        ? client.create(name)
        : Future.failedFuture(missing);
  }

  private ResolveMode resolveMode(HttpServerRequest request, Query parameters) {
    ResolveMode usual = config.simulation().resolve();
    String header = request.getHeader("understudy-resolve");
    if (header != null) {
      ResolveMode named = Named.find(ResolveMode.class, header);
      if (named == null) {
        throw UnderstudyException.invalid(
            "understudy-resolve", header, Named.expectation(ResolveMode.class));
      }
      usual = named;
    }
    return parameters.named("resolve", ResolveMode.class, usual);
  }

  private static LatencyOverride latency(HttpServerRequest request) {
    String header = request.getHeader(LatencyOverride.HEADER);
    return header == null ? LatencyOverride.NONE : LatencyOverride.parse(header);
  }

  private static Set<RequestFeature> inputs(@Nullable String list) {
    Set<RequestFeature> features = EnumSet.noneOf(RequestFeature.class);
    if (list != null) {
      for (String name : list.split(",", -1)) {
        RequestFeature feature = Named.find(RequestFeature.class, name.strip());
        if (feature == null
            || feature == RequestFeature.REASONING
            || feature == RequestFeature.TOOLS) {
          throw UnderstudyException.invalid("input", name, "a list of image, audio, video");
        }
        features.add(feature);
      }
    }
    return features;
  }

  private void refuseUnsupported(ModelDefinition model, Endpoint endpoint) {
    refuseRetired(model);
    if (!model.supportsEndpoint(endpoint)) {
      String served =
          model.endpoints().isEmpty()
              ? "a model whose chat is not false"
              : "one of its endpoints: "
                  + String.join(", ", model.endpoints().stream().map(Endpoint::jsonName).toList());
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_ENDPOINT,
          "model: %s is not served on %s (expected: %s)"
              .formatted(model.id(), endpoint.path(), served),
          "model");
    }
  }

  private void refuseRetired(ModelDefinition model) {
    if (model.status() == ModelStatus.RETIRED
        && config.simulation().retired() == ServerConfig.Retired.REFUSE) {
      throw new UnderstudyException(
          ErrorCode.MODEL_NOT_FOUND,
          "The model `%s` has been retired on %s".formatted(model.id(), model.retirementDate()),
          "model",
          model.successor() == null ? List.of() : List.of(model.successor()));
    }
  }

  private static void refuseLacking(ModelDefinition model, ChatRequest chat) {
    Set<RequestFeature> features = chat.features();
    lacking(model, features.contains(RequestFeature.IMAGE), Capability.VISION, "messages");
    lacking(model, features.contains(RequestFeature.AUDIO), Capability.AUDIO, "messages");
    lacking(model, features.contains(RequestFeature.VIDEO), Capability.VIDEO, "messages");
    lacking(model, features.contains(RequestFeature.TOOLS), Capability.TOOL_CALLING, "tools");
    lacking(model, chat.stream(), Capability.STREAMING, "stream");
    String format = chat.jsonWanted();
    lacking(model, "json_object".equals(format), Capability.JSON_MODE, "response_format");
    lacking(model, "json_schema".equals(format), Capability.STRUCTURED_OUTPUTS, "response_format");
    String effort = chat.reasoningEffort();
    boolean reasons = effort != null && !effort.equals("none");
    lacking(model, reasons, Capability.REASONING, "reasoning_effort");
  }

  private static void lacking(
      ModelDefinition model, boolean wanted, Capability capability, String param) {
    if (wanted && model.capabilities().cannot(capability)) {
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_FEATURE,
          "%s: not supported with model %s (its %s is false)"
              .formatted(param, model.id(), capability.jsonName()),
          param);
    }
  }

  private static void nameIgnored(HttpServerResponse response, Set<String> ignored) {
    String names =
        String.join(
            ", ", ignored.stream().map(name -> name.replaceAll("[^\\x21-\\x7e]", "?")).toList());
    if (!names.isEmpty()) {
      response.putHeader("understudy-ignored", names.substring(0, Math.min(1000, names.length())));
    }
  }
}
