package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.bus.RegistryClient;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.AliasHistory;
import dev.understudy.store.AliasMove;
import dev.understudy.store.ChangePage;
import dev.understudy.store.LogPosition;
import dev.understudy.store.Version;
import dev.understudy.store.VersionDiff;
import dev.understudy.store.VersionPage;
import dev.understudy.store.Versions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What models were: {@code /v1/models/{id}/versions}, {@code ?version=}, {@code ?as_of=}, {@code
 * /v1/changes} and {@code /v1/aliases}. Confined to one event loop.
 */
final class VersionRoutes {

  private static final CharSequence VERSION = HttpHeaders.createOptimized("understudy-version");
  private static final int USUAL_LIMIT = 100;
  private static final String BEFORE = "before";

  private final Vertx vertx;
  private final RegistryClient client;
  private final ModelWrites writes;
  private final Supplier<RegistrySnapshot> snapshots;
  private final LongPolls polls;

  VersionRoutes(
      Vertx vertx,
      RegistryClient client,
      ModelWrites writes,
      Supplier<RegistrySnapshot> snapshots,
      LongPolls polls) {
    this.vertx = vertx;
    this.client = client;
    this.writes = writes;
    this.snapshots = snapshots;
    this.polls = polls;
  }

  /** The version that a request asks for; null when it asks for none. */
  @Nullable Future<Version> asked(Query parameters, String name) {
    String version = parameters.text("version");
    Instant time = parameters.time("as_of");
    if (version != null && time != null) {
      throw UnderstudyException.invalid("as_of", time, "not together with version");
    }
    if (version != null) {
      return client.version(name, version);
    }
    return time == null ? null : client.asOf(name, time);
  }

  /** {@code ?layers=true}: what was written over a model, and what lies beneath. */
  Future<Void> layers(HttpServerRequest request, Query parameters, String name) {
    parameters.refuseOthers();
    return client
        .layers(name)
        .compose(layers -> Bodies.send(request.response(), Json.bytes(layers)));
  }

  /** Says which version was meant, and of which model. */
  static void nameVersion(HttpServerResponse response, String name, Version version) {
    response.putHeader(VERSION, version.revision().toString());
    if (!version.id().equals(name)) {
      response.putHeader("understudy-resolved", version.id() + "; via=alias");
    }
  }

  /** Answers with a model as it was. */
  Future<Void> send(HttpServerRequest request, String name, Version version, View view) {
    nameVersion(request.response(), name, version);
    byte[] body = view.encode(Objects.requireNonNull(version.model(), "one that is there"));
    return Bodies.send(request.response(), body);
  }

  /** {@code GET /v1/models/{id}/versions}: all, or with {@code from} how two differ. */
  Future<Void> list(HttpServerRequest request, ModelPath path) {
    Query parameters = Query.of(request);
    String from = parameters.text("from");
    String to = parameters.text("to");
    if (from != null) {
      parameters.refuseOthers();
      return client
          .diff(path.id(), from, to)
          .compose(diff -> Bodies.send(request.response(), Json.bytes(shown(diff))));
    }
    if (to != null) {
      throw UnderstudyException.invalid("to", to, "from beside it");
    }
    View view = parameters.named("view", View.class, View.OPENAI);
    int limit = limit(parameters);
    long before = before(parameters);
    parameters.refuseOthers();
    return client
        .listVersions(path.id(), before, limit)
        .compose(page -> sendLarge(request.response(), () -> shown(page, view)));
  }

  private static Map<String, Object> shown(VersionPage page, View view) {
    List<Map<String, Object>> data = new ArrayList<>();
    for (Version version : page.versions()) {
      data.add(shown(version, view == View.FULL));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("data", data);
    body.put("kept_from", page.keptFrom());
    body.put("has_more", page.hasMore());
    if (page.hasMore()) {
      body.put(BEFORE, page.versions().get(page.versions().size() - 1).revision());
    }
    return body;
  }

  private static Map<String, Object> shown(Version version, boolean whole) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("revision", version.revision());
    shown.put("position", version.position());
    shown.put("at", version.at());
    shown.put("cause", version.cause());
    shown.put("kind", version.kind());
    shown.put("id", version.id());
    shown.put("version", version.model() == null ? null : version.model().version());
    shown.put("fields", version.fields());
    if (whole) {
      shown.put("model", version.model());
    }
    return shown;
  }

  private static Map<String, Object> shown(VersionDiff diff) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "diff");
    body.put("from", shown(diff.from(), false));
    body.put("to", shown(diff.to(), false));
    body.put("fields", diff.fields());
    return body;
  }

  /** {@code POST /v1/models/{id}/versions}: rolls back. */
  Future<Void> rollBack(RoutingContext context, ModelPath path) {
    Query.of(context.request()).refuseOthers();
    var precondition = writes.precondition(context.request());
    return JsonBody.read(context, VersionRoutes::rollBackTo)
        .compose(version -> client.rollBack(path.id(), version, precondition))
        .compose(write -> writes.answerOne(context.response(), path.id(), write, false));
  }

  private static String rollBackTo(byte[] bytes) {
    Faults faults = new Faults();
    Fields fields = new Fields(Json.parseObject(bytes), faults);
    JsonNode version = fields.get("roll_back_to");
    boolean isVersion = version != null && (version.isTextual() || version.isIntegralNumber());
    faults.require(
        isVersion, "roll_back_to", version, "a revision, or what a definition calls its version");
    fields.refuseOthers();
    if (!faults.none() || version == null) {
      throw new UnderstudyException(
          ErrorCode.INVALID_REQUEST,
          new InvalidModelException(faults.list()).message(),
          faults.list().get(0).path());
    }
    return version.asText();
  }

  /**
   * {@code GET /v1/changes}. With {@code wait}, or with the entity tag of what is known and {@code
   * Prefer: wait}, it is answered when there is something new, at the latest after that time.
   */
  Future<Void> changes(RoutingContext context) {
    HttpServerRequest request = context.request();
    Query parameters = Query.of(request);
    String since = parameters.text("since");
    int limit = limit(parameters);
    Duration wait = LongPolls.asked(request, parameters);
    parameters.refuseOthers();
    LogPosition start = since == null ? LogPosition.START : LogPosition.parse("since", since);
    RegistrySnapshot now = snapshots.get();
    boolean knowsAll = start.revision() == now.revision().number() && start.isEnd();
    boolean isKnown = ETag.matches(request.getHeader("if-none-match"), tag(now));
    Future<Void> ready =
        knowsAll || isKnown ? polls.next(wait, context.response()) : Future.<Void>succeededFuture();
    return ready.compose(
        waited -> {
          if (context.response().closed()) {
            return Future.succeededFuture();
          }
          RegistrySnapshot then = snapshots.get();
          if (isKnown && then.revision().equals(now.revision())) {
            return context.response().setStatusCode(304).putHeader("etag", tag(then)).end();
          }
          return client
              .changes(start, limit)
              .compose(
                  page -> {
                    context.response().putHeader("etag", tag(page.epoch(), page.revision()));
                    return sendLarge(context.response(), () -> shown(page));
                  });
        });
  }

  private static String tag(RegistrySnapshot snapshot) {
    return tag(snapshot.epoch(), snapshot.revision());
  }

  private static String tag(String epoch, Revision revision) {
    return ETag.of(epoch, revision, "changes");
  }

  private static Map<String, Object> shown(ChangePage page) {
    List<Map<String, Object>> data = new ArrayList<>();
    page.changes().forEach(change -> data.add(shown(change, true)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("data", data);
    body.put("has_more", page.hasMore());
    body.put("next", next(page.changes(), page.hasMore(), page.revision().number()));
    body.put("revision", page.revision());
    body.put("epoch", page.epoch());
    return body;
  }

  /** A thousand models are more than an event loop should write. */
  private Future<Void> sendLarge(HttpServerResponse response, Supplier<Map<String, Object>> body) {
    return vertx
        .executeBlocking(() -> Json.bytes(body.get()), false)
        .compose(json -> Bodies.send(response, json));
  }

  /** Where the next page starts. */
  private static String next(List<Version> changes, boolean hasMore, long head) {
    if (!hasMore) {
      return Long.toString(head);
    }
    Version last = changes.get(changes.size() - 1);
    return new LogPosition(last.revision().number(), last.position()).toString();
  }

  /** {@code GET /v1/aliases}: what a name meant, and when. */
  Future<Void> aliases(RoutingContext context) {
    Query parameters = Query.of(context.request());
    String name = parameters.required("name", "an alias");
    int limit = limit(parameters);
    long before = before(parameters);
    parameters.refuseOthers();
    return client
        .aliasHistory(name, before, limit)
        .compose(
            history -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("object", "list");
              body.put("data", meanings(history));
              body.put("has_more", history.hasMore());
              if (history.hasMore()) {
                body.put(BEFORE, history.moves().get(history.moves().size() - 1).revision());
              }
              return Bodies.send(context.response(), Json.bytes(body));
            });
  }

  private static List<Map<String, Object>> meanings(AliasHistory history) {
    List<Map<String, Object>> meanings = new ArrayList<>();
    Instant until = history.until();
    for (AliasMove move : history.moves()) {
      Map<String, Object> meaning = new LinkedHashMap<>();
      meaning.put("alias", move.alias());
      meaning.put("model", move.target());
      meaning.put("revision", move.revision());
      meaning.put("from", move.at());
      meaning.put("until", until);
      meanings.add(meaning);
      until = move.at();
    }
    return meanings;
  }

  private static int limit(Query parameters) {
    return Objects.requireNonNullElse(
        parameters.integer("limit", 1, Versions.MAX_LIMIT), USUAL_LIMIT);
  }

  private static long before(Query parameters) {
    return Objects.requireNonNullElse(parameters.wholeNumber(BEFORE), Long.MAX_VALUE);
  }
}
