package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.bus.RegistryClient;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.json.ModelReader;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryChange;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes of models: read and validated here, made by the registry. Confined to one event loop. */
final class ModelWrites {

  private final Supplier<RegistrySnapshot> snapshots;
  private final RegistryClient client;

  ModelWrites(Supplier<RegistrySnapshot> snapshots, RegistryClient client) {
    this.snapshots = snapshots;
    this.client = client;
  }

  /** {@code POST /v1/models}: one or many, all or none. */
  Future<Void> post(RoutingContext context) {
    Query parameters = parameters(context);
    OnConflict onConflict = parameters.named("on_conflict", OnConflict.class, OnConflict.FAIL);
    parameters.refuseOthers();
    refuseCondition(context.request(), HttpHeaders.IF_MATCH);
    refuseCondition(context.request(), HttpHeaders.IF_NONE_MATCH);
    return JsonBody.read(context, this::posted)
        .compose(
            posted ->
                client
                    .registerAll(posted.models(), onConflict)
                    .compose(write -> answer(context.response(), posted, write)));
  }

  /** A condition holds of one model, as PUT, PATCH and DELETE write it. */
  private static void refuseCondition(HttpServerRequest request, CharSequence header) {
    String condition = request.getHeader(header);
    if (condition != null) {
      throw UnderstudyException.invalid(
          header.toString(), condition, "no such header on POST; PUT, PATCH and DELETE take it");
    }
  }

  private record Posted(List<ModelDefinition> models, boolean many) {}

  private Posted posted(byte[] bytes) {
    JsonNode body = Json.parse(bytes);
    return body.isArray()
        ? new Posted(readAll(body), true)
        : new Posted(List.of(read(object(body))), false);
  }

  private Future<Void> answer(HttpServerResponse response, Posted posted, RegistryWrite write) {
    List<ModelDefinition> models = posted.models();
    return posted.many()
        ? answerMany(response, models, write)
        : answerOne(response, models.get(0).id(), write, created(write));
  }

  /** {@code PUT /v1/models/{id}}. */
  Future<Void> put(RoutingContext context, ModelPath path) {
    parameters(context).refuseOthers();
    Precondition precondition = precondition(context.request());
    return JsonBody.read(context, bytes -> whole(path.id(), Json.parseObject(bytes)))
        .compose(model -> client.put(model, precondition))
        .compose(write -> answerOne(context.response(), path.id(), write, created(write)));
  }

  private ModelDefinition whole(String id, ObjectNode body) {
    JsonNode given = body.get("id");
    if (given != null && !given.asText().equals(id)) {
      throw UnderstudyException.invalid("id", given, "\"" + id + "\" as in the path");
    }
    body.put("id", id);
    return read(body);
  }

  /** {@code PATCH /v1/models/{id}}: a JSON merge patch. */
  Future<Void> patch(RoutingContext context, ModelPath path) {
    parameters(context).refuseOthers();
    Precondition precondition = precondition(context.request());
    return JsonBody.read(context, bytes -> changes(path.id(), Json.parseObject(bytes)))
        .compose(patch -> client.patch(path.id(), patch, precondition))
        .compose(write -> answerOne(context.response(), path.id(), write, false));
  }

  private static MergePatch changes(String id, ObjectNode body) {
    JsonNode given = body.remove("id");
    if (given != null && !given.asText().equals(id)) {
      throw UnderstudyException.invalid("id", given, "\"" + id + "\": an id never changes");
    }
    return new MergePatch(body);
  }

  /** {@code DELETE /v1/models/{id}}. */
  Future<Void> delete(RoutingContext context, ModelPath path) {
    parameters(context).refuseOthers();
    return client
        .remove(path.id(), precondition(context.request()))
        .compose(write -> context.response().setStatusCode(204).end());
  }

  /** A write takes ids: a mode that does not guess is as good as none, one that does is refused. */
  private static Query parameters(RoutingContext context) {
    Query parameters = Query.of(context.request());
    parameters.exactMode(ResolveMode.STRICT, "nothing is written to a guess");
    return parameters;
  }

  private static boolean created(RegistryWrite write) {
    return write.changes().stream().anyMatch(c -> c.kind() == RegistryChange.Kind.ADDED);
  }

  private ModelDefinition read(ObjectNode node) {
    return new ModelReader(this::model, Origin.API).read(node);
  }

  private @Nullable ModelDefinition model(String id) {
    ModelEntry entry = snapshots.get().get(id);
    return entry == null ? null : entry.model();
  }

  private static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw UnderstudyException.invalid("body", body, "a model, or an array of models");
  }

  /** All definitions, or their faults. A model may extend one that stands before it. */
  private List<ModelDefinition> readAll(JsonNode array) {
    Map<String, ModelDefinition> read = new LinkedHashMap<>();
    ModelReader reader =
        new ModelReader(id -> read.containsKey(id) ? read.get(id) : model(id), Origin.API);
    Faults faults = new Faults();
    List<ModelDefinition> models = new ArrayList<>();
    for (int i = 0; i < array.size() && !faults.isFull(); i++) {
      JsonNode node = array.get(i);
      ModelDefinition model = null;
      if (node instanceof ObjectNode object) {
        model = faults.part("[" + i + "]", () -> reader.read(object));
      } else {
        faults.add("[" + i + "]", node, "a model");
      }
      if (model != null) {
        read.put(model.id(), model);
        models.add(model);
      }
    }
    faults.require(array.size() > 0, "body", array, "at least one model");
    faults.throwIfAny();
    return models;
  }

  /** What a write's headers demand. */
  Precondition precondition(HttpServerRequest request) {
    String ifMatch = request.getHeader(HttpHeaders.IF_MATCH);
    String ifNoneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (ifNoneMatch != null) {
      if (ifMatch != null) {
        throw UnderstudyException.invalid(
            "if-match", ifMatch, "not together with if-none-match: no model fits both");
      }
      if (!ifNoneMatch.strip().equals("*")) {
        throw UnderstudyException.invalid("if-none-match", ifNoneMatch, "* on a write");
      }
      return Precondition.mustNotExist();
    }
    if (ifMatch == null) {
      return Precondition.none();
    }
    List<Revision> revisions = ETag.revisions(ifMatch, snapshots.get().epoch());
    return revisions == null
        ? Precondition.mustExist()
        : Precondition.revisionIn(new HashSet<>(revisions));
  }

  /** Answers with a model as that write left it: later ones may show already. */
  Future<Void> answerOne(
      HttpServerResponse response, String id, RegistryWrite write, boolean created) {
    RegistryWrite.Standing standing = Objects.requireNonNull(write.left().get(id), id);
    if (created) {
      response.setStatusCode(201).putHeader(HttpHeaders.LOCATION, ModelPath.PREFIX + escaped(id));
    }
    String epoch = snapshots.get().epoch();
    response.putHeader(
        HttpHeaders.ETAG, ETag.of(epoch, standing.revision(), View.FULL.etagSuffix()));
    return Bodies.send(response, View.FULL.encode(standing.model()));
  }

  private static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  private Future<Void> answerMany(
      HttpServerResponse response, List<ModelDefinition> models, RegistryWrite write) {
    Map<String, RegistryWrite.Standing> left = write.left();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("{\"object\":\"list\",\"data\":[".getBytes(StandardCharsets.US_ASCII));
    String comma = "";
    for (ModelDefinition model : models) {
      RegistryWrite.Standing standing = Objects.requireNonNull(left.get(model.id()), model.id());
      out.writeBytes(comma.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(Json.bytes(standing.model()));
      comma = ",";
    }
    out.writeBytes(
        ("],\"revision\":" + write.revision() + "}").getBytes(StandardCharsets.US_ASCII));
    return response
        .setStatusCode(created(write) ? 201 : 200)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(out.toByteArray()));
  }
}
