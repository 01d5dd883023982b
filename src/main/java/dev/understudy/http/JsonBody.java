package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** The JSON body of a request. */
final class JsonBody {

  private JsonBody() {}

  /** Any JSON. */
  static JsonNode any(RoutingContext context) {
    return Json.parse(bytes(context));
  }

  /** A JSON object. */
  static ObjectNode object(RoutingContext context) {
    return Json.parseObject(bytes(context));
  }

  private static byte[] bytes(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      String plain = type.toLowerCase(Locale.ROOT);
      int semicolon = plain.indexOf(';');
      plain = (semicolon < 0 ? plain : plain.substring(0, semicolon)).strip();
      if (!plain.equals("application/json") && !plain.endsWith("+json")) {
        throw new UnderstudyException(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "content-type: " + type + " (expected: application/json)",
            "content-type");
      }
    }
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }
}
