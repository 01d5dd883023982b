package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that the vendors' clients read. */
class VendorHeadersTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String BODY =
      "{\"model\":\"%s\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @RegisterExtension
  static final TestServer server =
      new TestServer(
          "simulation.time_scale=0",
          "simulation.requests_per_minute=2",
          "simulation.tokens_per_minute=1000",
          "simulation.enforce_rate_limits=true");

  private final Api api = new Api(server);

  private RequestSpecification request(String model) {
    return api.json(BODY.formatted(model));
  }

  @Test
  void openAisNameTheRequestAndItsLimits() {
    for (String more : List.of("}", ",\"stream\":true}")) {
      Response answer =
          api.json(BODY.formatted("gpt-4o").replaceAll("}$", more))
              .header("authorization", "Bearer key" + more.length())
              .post(CHAT);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.header("x-request-id")).matches("req_[0-9a-f]{32}");
      assertThat(answer.header("openai-processing-ms")).matches("\\d+");
      assertThat(answer.header("openai-version")).isEqualTo("2020-10-01");
      assertThat(answer.header("openai-organization")).isEqualTo("understudy");
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("2");
      assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("1");
      assertThat(answer.header("x-ratelimit-reset-requests")).isEqualTo("30s");
      assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
      assertThat(Integer.parseInt(answer.header("x-ratelimit-remaining-tokens")))
          .isBetween(950, 990);
      assertThat(answer.header("x-ratelimit-reset-tokens")).matches("\\d(\\.\\d+)?s|\\d+ms");
      assertThat(answer.header("anthropic-organization-id")).isNull();
    }
  }

  @Test
  void anthropicsNameTheRequestAndItsLimits() {
    Response answer = request("claude-sonnet-4-5").header("x-api-key", "a").post(MESSAGES);

    assertThat(answer.header("request-id")).matches("req_[1-9A-HJ-NP-Za-km-z]{24}");
    assertThat(answer.header("anthropic-organization-id")).matches("[0-9a-f-]{36}");
    for (String what : List.of("requests", "tokens", "input-tokens", "output-tokens")) {
      String name = "anthropic-ratelimit-" + what;
      assertThat(answer.header(name + "-limit")).isEqualTo(what.equals("requests") ? "2" : "1000");
      assertThat(Instant.parse(answer.header(name + "-reset")))
          .isBetween(TestServer.NOW, TestServer.NOW.plusSeconds(60));
    }
    assertThat(answer.header("anthropic-ratelimit-requests-remaining")).isEqualTo("1");
    assertThat(answer.header("anthropic-ratelimit-requests-reset"))
        .isEqualTo(TestServer.NOW.plusSeconds(30).toString());
    assertThat(answer.header("x-request-id")).isNull();
  }

  @Test
  void errorsHaveThemToo() {
    Response broken = api.json("{").post(CHAT);
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.header("x-request-id")).isNotNull();
    assertThat(broken.header("x-ratelimit-limit-requests")).isNull();
    assertThat(api.get(MESSAGES).header("request-id")).isNotNull();
    assertThat(request("claude-9").post(MESSAGES).header("request-id")).isNotNull();
    assertThat(api.get("/v1/stats").headers().hasHeaderWithName("x-request-id")).isFalse();
  }

  @Test
  void beyondTheLimitIs429_byKeyAndModel_andFaultyRequestsDoNotCount() {
    for (String[] call : new String[][] {{CHAT, "gpt-4o-mini"}, {MESSAGES, "claude-haiku-4-5"}}) {
      assertThat(api.json("{\"model\":\"" + call[1] + "\"}").post(call[0]).statusCode())
          .isEqualTo(400);
      for (int status : new int[] {200, 200, 429}) {
        Response answer = request(call[1]).header("x-api-key", "b").post(call[0]);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 429) {
          assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(25, 30);
          JsonNode error = Api.tree(answer).get("error");
          boolean openAi = call[0].equals(CHAT);
          assertThat(error.get("type").asText())
              .isEqualTo(openAi ? "requests" : "rate_limit_error");
          assertThat(error.path("code").asText("")).isEqualTo(openAi ? "rate_limit_exceeded" : "");
          assertThat(error.path("param").isTextual()).isFalse();
        }
      }
      Response other = request(call[1]).header("x-api-key", "c").post(call[0]);
      assertThat(other.statusCode()).isEqualTo(200);
    }
    String limit = "anthropic-ratelimit-requests-remaining";
    Response refused =
        request("claude-haiku-4-5").header("authorization", "Bearer b").post(MESSAGES);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.header(limit)).isEqualTo("0");
  }

  @Test
  void openAiSaysWhichLimitItIs() {
    String body =
        "{\"model\":\"gpt-4.1\",\"max_tokens\":1500,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    api.json(body).post(CHAT).then().statusCode(200); // 500 tokens are owed
    JsonNode error = Api.error(429, api.json(body).post(CHAT));

    assertThat(error.get("type").asText()).isEqualTo("tokens");
    assertThat(error.get("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(error.get("param").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ms",
    "6000000, 6ms",
    "999000000, 999ms",
    "1000000000, 1s",
    "7200000000, 7.2s",
    "30000000000, 30s",
    "60000000000, 1m0s",
    "61500000000, 1m1.5s",
    "100000000000, 1m40s",
    "3600000000000, 1h0m0s"
  })
  void durationsAreAsGoWritesThem(long nanos, String text) {
    assertThat(VendorHeaders.duration(nanos)).isEqualTo(text);
  }

  @Test
  void processingIsTheTimeUntilTheAnswerBegins() {
    long before = System.nanoTime();
    Response answer =
        request("gpt-4o").header("understudy-latency", "ttft=60ms;scale=1").post(CHAT);
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);

    assertThat(Long.parseLong(answer.header("openai-processing-ms"))).isBetween(60L, tookMillis);
  }
}
