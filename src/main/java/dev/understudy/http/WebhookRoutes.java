package dev.understudy.http;

import dev.understudy.bus.Webhook;
import dev.understudy.bus.WebhookAttempts;
import dev.understudy.bus.WebhookClient;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookReplay;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhooks}. Confined to one event loop. */
final class WebhookRoutes {

  private static final String ALL = "/v1/webhooks";
  private static final String ONE = ALL + "/:id";
  private static final String POST = "POST";
  private static final int USUAL_LIMIT = 100;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;

  private final WebhookClient client;

  WebhookRoutes(Vertx vertx) {
    this.client = new WebhookClient(vertx);
  }

  /** Adds its routes. */
  void mount(Router routes, Handler<RoutingContext> body) {
    Routing.get(routes, ALL, this::list);
    routes.post(ALL).handler(body).handler(Routing.answering(this::create));
    Routing.refuseOthers(routes, ALL, HttpApi.READ + ", POST");
    Routing.get(routes, ONE, this::get);
    routes.patch(ONE).handler(body).handler(Routing.answering(this::update));
    routes.delete(ONE).handler(Routing.answering(this::delete));
    Routing.refuseOthers(routes, ONE, HttpApi.READ + ", PATCH, DELETE");
    Routing.get(routes, ONE + "/deliveries", this::attempts);
    Routing.refuseOthers(routes, ONE + "/deliveries", HttpApi.READ);
    act(routes, body, "test", this::test);
    act(routes, body, "rotate", this::rotate);
    act(routes, body, "pause", context -> simple(context, client::pause));
    act(routes, body, "resume", context -> simple(context, client::resume));
    act(routes, body, "replay", this::replay);
  }

  private static void act(
      Router routes,
      Handler<RoutingContext> body,
      String name,
      Function<RoutingContext, Future<Void>> action) {
    String path = ONE + "/" + name;
    routes.post(path).handler(body).handler(Routing.answering(action));
    Routing.refuseOthers(routes, path, POST);
  }

  private static String id(RoutingContext context) {
    return context.pathParam("id");
  }

  private Future<Void> list(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .list()
        .compose(
            all -> {
              Map<String, Object> list = new LinkedHashMap<>();
              list.put("object", "list");
              list.put("data", all.stream().map(WebhookRoutes::shown).toList());
              return send(context, list);
            });
  }

  private Future<Void> get(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client.get(id(context)).compose(webhook -> send(context, shown(webhook)));
  }

  /** What a body may hold beside the target. */
  private record Asked(WebhookEdit edit, @Nullable String since) {}

  private Future<Void> create(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return read(context, (fields, asked) -> new Asked(asked, fields.text("since")))
        .compose(
            asked ->
                client.create(
                    asked.edit(),
                    asked.since() == null ? null : LogPosition.parse("since", asked.since())))
        .compose(
            made -> {
              context.response().setStatusCode(CREATED);
              context.response().putHeader("location", ALL + "/" + made.id());
              return send(context, shown(made));
            });
  }

  private Future<Void> update(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return read(context, (fields, edit) -> edit)
        .compose(edit -> client.update(id(context), edit))
        .compose(webhook -> send(context, shown(webhook)));
  }

  /** A webhook as somebody writes it, and what else {@code more} reads beside. */
  private static <T> Future<T> read(
      RoutingContext context, BiFunction<Fields, WebhookEdit, T> more) {
    return JsonBody.read(
        context,
        bytes -> {
          Faults faults = new Faults();
          Fields fields = new Fields(Json.parseObject(bytes), faults);
          boolean isDescribed = fields.has("description");
          String description = fields.text("description");
          boolean isUrl = !fields.has("url") || fields.get("url") != null;
          faults.require(isUrl, "url", null, "a URL: there is no webhook without one");
          WebhookEdit edit =
              new WebhookEdit(
                  fields.text("url"),
                  isDescribed ? Objects.requireNonNullElse(description, "") : null,
                  texts(fields, "types"),
                  texts(fields, "providers"),
                  texts(fields, "models"),
                  texts(fields, "tags"));
          T read = more.apply(fields, edit);
          fields.refuseOthers();
          faults.refuseRequest();
          return read;
        });
  }

  private static @Nullable List<String> texts(Fields fields, String name) {
    return fields.has(name) ? fields.texts(name) : null;
  }

  private Future<Void> delete(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .delete(id(context))
        .compose(gone -> context.response().setStatusCode(NO_CONTENT).end());
  }

  private Future<Void> simple(RoutingContext context, Function<String, Future<Webhook>> action) {
    Query.of(context.request()).refuseOthers();
    return fields(context, fields -> "")
        .compose(nothing -> action.apply(id(context)))
        .compose(webhook -> send(context, shown(webhook)));
  }

  private Future<Void> test(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return fields(context, fields -> "")
        .compose(nothing -> client.test(id(context)))
        .compose(attempt -> send(context, attempt));
  }

  private Future<Void> rotate(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    long usual = WebhookClient.USUAL_OVERLAP.toSeconds();
    return fields(
            context, fields -> Objects.requireNonNullElse(fields.whole("overlap_seconds"), usual))
        .compose(seconds -> client.rotate(id(context), Duration.ofSeconds(seconds)))
        .compose(webhook -> send(context, shown(webhook)));
  }

  private Future<Void> replay(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return fields(context, WebhookRoutes::range)
        .compose(range -> client.replay(id(context), range.cursor(), range.to()))
        .compose(
            webhook -> {
              context.response().setStatusCode(ACCEPTED);
              return send(context, shown(webhook));
            });
  }

  /** From the first to the last event. */
  private static WebhookReplay range(Fields fields) {
    boolean isOne = fields.get("event") != null;
    boolean hasFrom = fields.get("from") != null;
    boolean hasTo = fields.get("to") != null;
    if (isOne ? hasFrom || hasTo : !hasFrom || !hasTo) {
      String field = isOne ? "event" : hasFrom ? "to" : "from";
      String expected = "{\"event\":\"7.0\"}, or {\"from\":\"7.0\",\"to\":\"9.2\"}";
      throw UnderstudyException.invalid(field, fields.get(field), expected);
    }
    return new WebhookReplay(
        position(fields, isOne ? "event" : "from"), position(fields, isOne ? "event" : "to"));
  }

  /** What is no text is told with the other faults. */
  private static LogPosition position(Fields fields, String name) {
    String text = fields.text(name);
    return text == null ? LogPosition.START : LogPosition.parse(name, text);
  }

  /** A body that may be left out. */
  private static <T> Future<T> fields(RoutingContext context, Function<Fields, T> reader) {
    return JsonBody.read(
        context,
        bytes -> {
          Faults faults = new Faults();
          Fields fields =
              new Fields(
                  bytes.length == 0 ? Json.mapper().createObjectNode() : Json.parseObject(bytes),
                  faults);
          T read = reader.apply(fields);
          fields.refuseOthers();
          faults.refuseRequest();
          return read;
        });
  }

  private Future<Void> attempts(RoutingContext context) {
    Query parameters = Query.of(context.request());
    Integer limit = parameters.integer("limit", 1, WebhookClient.MAX_LIMIT);
    Long before = parameters.wholeNumber("before");
    parameters.refuseOthers();
    return client
        .attempts(
            id(context),
            Objects.requireNonNullElse(before, Long.MAX_VALUE),
            Objects.requireNonNullElse(limit, USUAL_LIMIT))
        .compose(page -> send(context, shown(page)));
  }

  private static Map<String, @Nullable Object> shown(WebhookAttempts page) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("data", page.data());
    body.put("has_more", page.hasMore());
    if (page.hasMore()) {
      body.put("before", page.data().get(page.data().size() - 1).number());
    }
    return body;
  }

  private static Map<String, @Nullable Object> shown(Webhook webhook) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", webhook.id());
    body.put("object", "webhook");
    body.put("url", webhook.target().url());
    body.put("description", webhook.target().description());
    body.put("types", webhook.target().types());
    body.put("providers", webhook.target().providers());
    body.put("models", webhook.target().models());
    body.put("tags", webhook.target().tags());
    body.put("state", webhook.state());
    body.put("reason", webhook.reason());
    body.put("created", webhook.created());
    body.put("told_up_to", webhook.cursor().toString());
    body.put("replay", shown(webhook.replay()));
    body.put("failed_attempts", webhook.attempts());
    body.put("failing_since", webhook.failingSince());
    body.put("next_attempt", webhook.nextAttempt());
    body.put("old_secret_until", webhook.oldSecretUntil());
    if (webhook.secret() != null) {
      body.put("secret", webhook.secret());
    }
    return body;
  }

  private static @Nullable Map<String, Object> shown(@Nullable WebhookReplay replay) {
    return replay == null
        ? null
        : Map.of("told_up_to", replay.cursor().toString(), "to", replay.to().toString());
  }

  private static Future<Void> send(RoutingContext context, Object body) {
    return Bodies.send(context.response(), Json.bytes(body));
  }
}
