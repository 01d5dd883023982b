package dev.understudy.http;

import dev.understudy.json.Json;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code GET /health/live}, 200 as long as it answers, and {@code GET /health/ready}, 503 before
 * the start is over and from the stop on. Confined to one event loop.
 */
final class HealthRoutes {

  private final Supplier<RegistrySnapshot> snapshots;
  private final Supplier<String> writes;
  private final BooleanSupplier ready;

  HealthRoutes(
      Supplier<RegistrySnapshot> snapshots, Supplier<String> writes, BooleanSupplier ready) {
    this.snapshots = snapshots;
    this.writes = writes;
    this.ready = ready;
  }

  Future<Void> live(RoutingContext context) {
    return answer(context, true);
  }

  Future<Void> ready(RoutingContext context) {
    return answer(context, ready.getAsBoolean());
  }

  private Future<Void> answer(RoutingContext context, boolean healthy) {
    Query.of(context.request()).refuseOthers();
    RegistrySnapshot snapshot = snapshots.get();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", healthy ? "ok" : "unavailable");
    body.put("models", snapshot.count());
    body.put("revision", snapshot.revision());
    body.put("writes", writes.get());
    return context
        .response()
        .setStatusCode(healthy ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }
}
