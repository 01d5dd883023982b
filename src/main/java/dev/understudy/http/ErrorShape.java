package dev.understudy.http;

import dev.understudy.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a vendor tells of failures, whole or as the last event of a stream. */
enum ErrorShape {
  /**
   * {@code {"error":{"message","type","param","code"}}}.
   *
   * @see <a href="https://platform.openai.com/docs/guides/error-codes">Error codes</a>
   */
  OPENAI {
    @Override
    Buffer body(HttpServerRequest request, Refused refused) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("message", refused.message());
      error.put("type", refused.openAiType());
      error.put("param", refused.param());
      error.put("code", refused.code());
      suggest(error, refused);
      return Buffer.buffer(Json.bytes(Map.of("error", error)));
    }

    @Override
    Buffer event(HttpServerRequest request, Refused refused) {
      return framed("data: ", body(request, refused));
    }
  },

  /**
   * {@code {"type":"error","error":{"type","message"},"request_id"}}.
   *
   * @see <a href="https://docs.anthropic.com/en/api/errors">Errors</a>
   */
  ANTHROPIC {
    @Override
    Buffer body(HttpServerRequest request, Refused refused) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("type", refused.anthropicType());
      error.put("message", refused.message());
      suggest(error, refused);
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("type", "error");
      body.put("error", error);
      body.put("request_id", requestId(request));
      return Buffer.buffer(Json.bytes(body));
    }

    @Override
    Buffer event(HttpServerRequest request, Refused refused) {
      return framed("event: error\ndata: ", body(request, refused));
    }
  };

  private static final String MESSAGES = "/v1/messages";
  private static final String MODELS = "/v1/models";
  private static final String REQUEST_ID = "request-id";

  /** The shape of the vendor whose path was called, also below a base that has /v1 already. */
  static ErrorShape of(HttpServerRequest request) {
    String path = request.path();
    if (path == null) {
      return OPENAI;
    }
    boolean messages = path.endsWith(MESSAGES) || path.startsWith(MESSAGES + "/");
    boolean models = path.startsWith(MODELS) && AnthropicModels.isAskedBy(request);
    return messages || models ? ANTHROPIC : OPENAI;
  }

  /** The body of an answer. */
  abstract Buffer body(HttpServerRequest request, Refused refused);

  /** The last event of a stream. */
  abstract Buffer event(HttpServerRequest request, Refused refused);

  private static Buffer framed(String before, Buffer body) {
    return Buffer.buffer(before).appendBuffer(body).appendString("\n\n");
  }

  private static void suggest(Map<String, Object> error, Refused refused) {
    if (!refused.didYouMean().isEmpty()) {
      error.put("did_you_mean", refused.didYouMean());
    }
  }

  /** The id that the answer's header has; where it has none, one is made for both. */
  private static String requestId(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    if (!headers.contains(REQUEST_ID)) {
      VendorHeaders.ANTHROPIC.identify(headers);
    }
    return headers.get(REQUEST_ID);
  }
}
