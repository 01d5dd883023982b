package dev.understudy.http;

import dev.understudy.bus.RegistryClient;
import dev.understudy.json.Json;
import dev.understudy.model.Revision;
import dev.understudy.registry.Precondition;
import dev.understudy.store.SnapshotFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** {@code /v1/snapshot}: all that the registry holds, as one file. Confined to one event loop. */
record SnapshotRoutes(RegistryClient client, ModelWrites writes) {

  /** {@code GET}: the file. */
  Future<Void> save(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .save()
        .compose(text -> context.vertx().executeBlocking(() -> Buffer.buffer(text), false))
        .compose(
            file ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, SnapshotFile.MEDIA_TYPE)
                    .end(file));
  }

  /** {@code PUT}: makes the registry what it was, if it is at the revision that a header names. */
  Future<Void> restore(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    Precondition precondition = writes.precondition(context.request());
    return JsonBody.read(context, bytes -> new String(bytes, StandardCharsets.UTF_8))
        .compose(text -> client.restore(text, precondition))
        .compose(
            write ->
                Bodies.send(
                    context.response(),
                    Json.bytes(new Restored(write.revision(), write.changes().size()))));
  }

  /**
   * What became of it.
   *
   * @param revision of the restore, or the one before when it changed nothing
   * @param changes how many models changed
   */
  record Restored(Revision revision, int changes) {}
}
