package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and whole answers that are read and written off the event loop. */
class LargeChatTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  @Test
  void anAnswerOfMegabytes_isTheOneThatIsStreamed() {
    String body =
        "{\"model\":\"gpt-4o\",\"seed\":3,\"n\":8,\"max_tokens\":200,\"logprobs\":true,\"top_logprobs\":20%s,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    JsonNode whole = Api.tree(api.json(body.formatted("")).post("/v1/chat/completions"));
    String streamed =
        api.json(body.formatted(",\"stream\":true")).post("/v1/chat/completions").asString();

    assertThat(whole.toString().length()).isGreaterThan(1_000_000);
    assertThat(whole.get("choices")).hasSize(8);
    for (JsonNode choice : whole.get("choices")) {
      JsonNode first = choice.at("/logprobs/content/0");
      assertThat(first.get("top_logprobs")).hasSize(20);
      assertThat(streamed).contains(first.toString());
    }
  }

  private Response chat(String body, String fault) {
    return api.json(body).header("understudy-fault", fault).post("/v1/chat/completions");
  }

  /** White space makes a body large, and is nothing of what it asks for. */
  @ParameterizedTest
  @ValueSource(ints = {70_000, 1_100_000})
  void aLargeBody_isAnsweredAsASmallOne(int spaces) {
    String body =
        "{\"model\":\"gpt-4o\",\"seed\":3,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]%s}";
    Response small = chat(body.formatted(""), "stall_after=1-9;for=5ms");
    Response large = chat(body.formatted(" ".repeat(spaces)), "stall_after=1-9;for=5ms");

    assertThat(small.statusCode()).isEqualTo(200);
    assertThat(large.asString()).isEqualTo(small.asString());
    assertThat(large.header("understudy-plan")).isEqualTo(small.header("understudy-plan"));
    assertThat(large.header("understudy-fault")).isEqualTo(small.header("understudy-fault"));
  }

  @Test
  void aLargeBodyThatIsNotTaken_isRefusedAsASmallOne() {
    String body =
        "{\"model\":\"o3\",\"temperature\":0.5,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]%s}";
    double before = refused();
    Response small = chat(body.formatted(""), "none");
    Response large = chat(body.formatted(" ".repeat(70_000)), "none");

    assertThat(Api.error(400, small).get("code").asText()).isEqualTo("unsupported_value");
    assertThat(large.statusCode()).isEqualTo(400);
    assertThat(large.asString()).isEqualTo(small.asString());
    assertThat(refused()).isEqualTo(before + 2);
  }

  private double refused() {
    return api.request()
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("understudy_streams_refused_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
