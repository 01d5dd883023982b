package dev.understudy.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The link from a page to the next. */
final class NextPage {

  private NextPage() {}

  /** Names the same request with the cursor in the answer's {@code Link}. */
  static void link(HttpServerRequest request, String path, String cursor) {
    StringBuilder uri = new StringBuilder(path).append('?');
    String query = Objects.requireNonNullElse(request.query(), "");
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty() && !parameter.startsWith("after=")) {
        uri.append(parameter).append('&');
      }
    }
    uri.append("after=").append(URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    request.response().putHeader("link", "<" + uri + ">; rel=\"next\"");
  }
}
