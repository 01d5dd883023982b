package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD goes with every GET. */
class HeadTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models",
        "/v1/models?view=full&limit=3",
        "/v1/models?limit=zero",
        "/v1/models/gpt-4o",
        "/v1/models/gpt-4o?view=full",
        "/v1/models/GPT_4o",
        "/v1/models/openai/gpt-oss-120b",
        "/v1/models/gpt-4o/capabilities",
        "/v1/models/no-such-model",
        "/v1/resolve?q=gpt-4o",
        "/v1/search?q=mixtral",
        "/v1/stats",
        "/health/live",
        "/health/ready",
        "/nowhere"
      })
  void headHasTheHeadersOfGetAndNoBody(String path) {
    HttpResponse<byte[]> get = api.send("GET", path);
    HttpResponse<byte[]> head = api.send("HEAD", path);

    assertThat(head.body()).isEmpty();
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    for (String header : List.of("content-type", "etag", "vary", "link", "understudy-resolved")) {
      assertThat(head.headers().firstValue(header))
          .as(header)
          .isEqualTo(get.headers().firstValue(header));
    }
    head.headers()
        .firstValue("content-length")
        .ifPresent(length -> assertThat(length).isEqualTo(Integer.toString(get.body().length)));
  }

  @Test
  void headOfAStreamTellsThePlanAndPlaysNothing() {
    HttpResponse<byte[]> head = api.send("HEAD", "/v1/models/gpt-4o/stream?tokens=7&seed=1");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(Api.header(head, "content-type")).startsWith("text/event-stream");
    assertThat(Api.header(head, "understudy-plan")).startsWith("seed=1;").contains("tokens=7;");
  }
}
