package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong methods are told the right ones, on every route. */
class MethodTest {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE");

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/models | GET, HEAD, POST",
        "/v1/models/x | GET, HEAD, PUT, PATCH, DELETE",
        "/v1/models/owner/x | GET, HEAD, PUT, PATCH, DELETE",
        "/v1/models/x/capabilities | GET, HEAD",
        "/v1/models/x/stream | GET, HEAD",
        "/v1/models/x/cost | POST",
        "/v1/models/x/usage | GET, HEAD, POST",
        "/v1/models/owner/x/usage | GET, HEAD, POST",
        "/v1/usage | GET, HEAD",
        "/v1/usage/top | GET, HEAD",
        "/v1/resolve | GET, HEAD, POST",
        "/v1/resolve/feedback | POST",
        "/v1/resolve/popular | GET, HEAD",
        "/v1/resolve/history | GET, HEAD",
        "/v1/search | GET, HEAD",
        "/v1/stats | GET, HEAD",
        "/health/live | GET, HEAD",
        "/health/ready | GET, HEAD",
        "/v1/chat/completions | POST"
      })
  void theyAre405WithAllow(String path, String allowed) {
    for (String method : METHODS) {
      if (!List.of(allowed.split(", ")).contains(method)) {
        HttpResponse<byte[]> response = api.send(method, path);
        assertThat(response.statusCode()).as(method).isEqualTo(405);
        assertThat(Api.header(response, "allow")).isEqualTo(allowed);
        if (!method.equals("HEAD")) {
          JsonNode error = Json.parse(response.body()).get("error");
          assertThat(error.get("code").asText()).isEqualTo("method_not_allowed");
          assertThat(error.get("message").asText())
              .isEqualTo("method: %s (expected: %s)".formatted(method, allowed));
        }
      }
    }
  }
}
