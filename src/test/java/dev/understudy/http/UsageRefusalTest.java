package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage that cannot be, and questions that cannot be answered. */
class UsageRefusalTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private Response tell(String body) {
    return api.json(body).post("/v1/models/gpt-4o/usage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_tokens\":-1} | input_tokens | input_tokens: -1 (expected: a whole number from 0",
        "{\"input_tokens\":1.5} | input_tokens | a whole number",
        "{\"input_tokens\":\"9\"} | input_tokens | a whole number",
        "{\"output_tokens\":1000000000001} | output_tokens | from 0 to 1000000000000",
        "{\"input_tokens\":1,\"cached_input_tokens\":2} | cached_input_tokens | at most input_tokens (1)",
        "{\"output_tokens\":1,\"reasoning_tokens\":2} | reasoning_tokens | at most output_tokens (1)",
        "{\"latency_seconds\":-0.1} | latency_seconds | -0.1 (expected: a number from 0 to 86400)",
        "{\"latency_seconds\":86400.1} | latency_seconds | a number from 0 to 86400",
        "{\"latency_seconds\":1e300} | latency_seconds | a number from 0 to 86400",
        "{\"ttft_seconds\":\"fast\"} | ttft_seconds | a number",
        "{\"cost\":-1} | cost | USD from 0 to 1000000",
        "{\"cost\":1000001} | cost | USD from 0 to 1000000",
        "{\"cost\":\"1e3\"} | cost | USD as a number from 0",
        "{\"error\":\"yes\"} | error | true, false or null",
        "{\"error\":true,\"disconnected\":true} | disconnected | false where error is true",
        "{\"at\":\"yesterday\"} | at | a time as 2026-01-31T12:00:00Z",
        "{\"at\":\"2026-11-23T12:05:01Z\"} | at | to 2026-11-23T12:05:00Z",
        "{\"at\":\"2026-08-25T11:59:59Z\"} | at | a time from 2026-08-25T12:00:00Z",
        "{\"at\":1e3} | at | unix seconds",
        "{\"tokens\":5} | tokens | no such field",
        "{\"inputTokens\":5} | inputTokens | there is input_tokens"
      })
  void whatCannotBeToldIsRefused(String body, String param, String message) {
    JsonNode error = Api.error(400, tell(body));
    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("code").asText()).isEqualTo("invalid_request");
    assertThat(error.get("message").asText()).contains(message);
    assertThat(api.ok("/v1/usage").at("/total/requests").asInt()).isZero();
  }

  @Test
  void everyFaultOfABodyIsTold() {
    JsonNode error = Api.error(400, tell("{\"input_tokens\":-1,\"cost\":-2,\"at\":true,\"x\":1}"));
    assertThat(error.get("message").asText())
        .contains("input_tokens: -1", "cost: -2", "at: true", "x: 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "", "{\"a\":1,\"a\":2}", "{"})
  void whatIsNoObjectIsRefused(String body) {
    Api.error(400, tell(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/models/gpt-4o/usage?from=tomorrow | from | a time as",
        "/v1/models/gpt-4o/usage?from=2026-11-31 | from | a time as",
        "/v1/models/gpt-4o/usage?from=-5 | from | a time as",
        "/v1/models/gpt-4o/usage?from=2026-11-23&to=2026-11-22 | from | a time before to",
        "/v1/models/gpt-4o/usage?from=2026-11-24 | from | a time before to (2026-11-23T13:00:00Z)",
        "/v1/models/gpt-4o/usage?to=999999999999 | to | a time from 1970 to 9999",
        "/v1/models/gpt-4o/usage?step=week | step | hour, day, total",
        "/v1/models/gpt-4o/usage?step=PT90M | step | hour, day, total",
        "/v1/models/gpt-4o/usage?step=PT0H | step | hour, day, total",
        "/v1/models/gpt-4o/usage?step=-PT1H | step | hour, day, total",
        "/v1/models/gpt-4o/usage?step=PT99999999H | step | hour, day, total",
        "/v1/models/gpt-4o/usage?from=0 | step | at most 3000 periods",
        "/v1/models/gpt-4o/usage?unit=hour | unit | no such parameter",
        "/v1/models/gpt-4o/usage?step= | step | not blank",
        "/v1/usage?resolve=strict | resolve | no such parameter",
        "/v1/usage/top?by=speed | by | one of requests, cost, output_tokens, errors",
        "/v1/usage/top?limit=0 | limit | a whole number from 1 to 100",
        "/v1/usage/top?limit=101 | limit | a whole number from 1 to 100",
        "/v1/usage/top?step=day | step | no such parameter",
        "/v1/usage/top?from=2026-11-24 | from | a time before to"
      })
  void whatCannotBeAskedIsRefused(String path, String param, String message) {
    JsonNode error = api.error(400, path);
    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(message);
  }
}
