package dev.understudy.http;

import dev.understudy.json.Json;
import dev.understudy.model.UnderstudyException;
import dev.understudy.openai.ResponseLog;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** The responses that are kept: {@code /v1/responses/{id}}. Confined to one event loop. */
final class ResponseRoutes {

  private final ResponseLog log;

  ResponseRoutes(ResponseLog log) {
    this.log = log;
  }

  /** {@code GET /v1/responses/{id}}: a response as it was answered. */
  Future<Void> get(RoutingContext context) {
    Query query = Query.of(context.request());
    if (Boolean.TRUE.equals(query.bool("stream"))) {
      throw UnderstudyException.invalid("stream", true, "false: a response is streamed once");
    }
    return answer(context, query, log.body(context.pathParam("id")));
  }

  /** {@code DELETE /v1/responses/{id}}: forgets a response. */
  Future<Void> delete(RoutingContext context) {
    String id = context.pathParam("id");
    log.delete(id);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("object", "response");
    body.put("deleted", true);
    return answer(context, Query.of(context.request()), Json.bytes(body));
  }

  private static Future<Void> answer(RoutingContext context, Query query, byte[] body) {
    SimulationHeaders.nameIgnored(context.response(), new TreeSet<>(query.others()));
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(body));
  }
}
