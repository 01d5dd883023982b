package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.RegistryClient;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** {@code /v1/resolve}, and what is learned of it. Confined to one event loop. */
final class ResolveRoutes {

  private static final int USUAL_MATCHES = 10;
  private static final int MOST_MATCHES = 100;

  private final RegistryClient client;

  ResolveRoutes(RegistryClient client) {
    this.client = client;
  }

  /** {@code GET /v1/resolve}: how a name resolves. */
  Future<Void> one(RoutingContext context) {
    Query parameters = Query.of(context.request());
    String name = parameters.required("q", "a model's name, written as it may be");
    ResolveMode mode = parameters.resolveMode(ResolveMode.FUZZY);
    parameters.refuseOthers();
    return client.resolve(name, mode).compose(resolution -> send(context, Json.bytes(resolution)));
  }

  /** {@code POST /v1/resolve}: how many names resolve, in their order. */
  Future<Void> many(RoutingContext context) {
    Query parameters = Query.of(context.request());
    ResolveMode usual = parameters.resolveMode(ResolveMode.FUZZY);
    parameters.refuseOthers();
    return JsonBody.read(context, bytes -> read(bytes, fields -> Names.read(fields, usual)))
        .compose(names -> client.resolveAll(names.queries(), names.mode()))
        .compose(
            // A thousand answers are more than an event loop should write.
            answers -> context.vertx().executeBlocking(() -> list(Map.of(), answers), false))
        .compose(body -> send(context, body));
  }

  private record Names(List<String> queries, ResolveMode mode) {
    static Names read(Fields fields, ResolveMode usual) {
      List<String> queries = fields.texts("queries");
      ResolveMode mode = fields.named("resolve", ResolveMode.class);
      fields.faults().require(fields.get("queries") != null, "queries", null, "an array of names");
      return new Names(queries, Objects.requireNonNullElse(mode, usual));
    }
  }

  /** {@code POST /v1/resolve/feedback}: whether a name was rightly taken to mean a model. */
  Future<Void> feedback(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return JsonBody.read(context, bytes -> read(bytes, Judgement::read))
        .compose(said -> client.learn(said.query(), said.model(), said.right()))
        .compose(match -> send(context, Json.bytes(match)));
  }

  private record Judgement(String query, String model, boolean right) {
    static Judgement read(Fields fields) {
      String query = fields.text("query");
      String model = fields.text("model");
      Boolean right = fields.bool("right");
      fields.faults().require(fields.get("query") != null, "query", null, "the name as asked");
      fields.faults().require(fields.get("model") != null, "model", null, "a model's id or alias");
      fields.faults().require(fields.get("right") != null, "right", null, "true or false");
      return new Judgement(
          Objects.requireNonNullElse(query, ""),
          Objects.requireNonNullElse(model, ""),
          Boolean.TRUE.equals(right));
    }
  }

  /** {@code GET /v1/resolve/popular}: the names most often matched. */
  Future<Void> popular(RoutingContext context) {
    Query parameters = Query.of(context.request());
    Integer limit = parameters.integer("limit", 1, MOST_MATCHES);
    parameters.refuseOthers();
    return client
        .popularMatches(Objects.requireNonNullElse(limit, USUAL_MATCHES))
        .compose(matches -> send(context, list(Map.of(), matches)));
  }

  /** {@code GET /v1/resolve/history}: what a name was taken to mean so far. */
  Future<Void> history(RoutingContext context) {
    Query parameters = Query.of(context.request());
    String name = parameters.required("q", "a model's name, as it was asked for");
    parameters.refuseOthers();
    return client
        .matchHistory(name)
        .compose(
            (List<LearnedMatch> matches) -> send(context, list(Map.of("query", name), matches)));
  }

  /** Reads a body whose every fault is told. */
  private static <T> T read(byte[] bytes, Function<Fields, T> reader) {
    ObjectNode body = Json.parseObject(bytes);
    Faults faults = new Faults();
    Fields fields = new Fields(body, faults);
    T read = reader.apply(fields);
    fields.refuseOthers();
    if (!faults.none()) {
      String all = new InvalidModelException(faults.list()).message();
      throw new UnderstudyException(ErrorCode.INVALID_REQUEST, all, faults.list().get(0).path());
    }
    return read;
  }

  private static byte[] list(Map<String, Object> also, List<?> data) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.putAll(also);
    body.put("data", data);
    return Json.bytes(body);
  }

  private static Future<Void> send(RoutingContext context, byte[] body) {
    return Bodies.send(context.response(), body);
  }
}
