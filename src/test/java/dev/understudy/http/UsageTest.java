package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Usage that is told and asked: {@code /v1/models/{id}/usage}, {@code /v1/usage}. */
class UsageTest {

  private static final String PRICED =
      """
      {"aliases": ["priced-alias"],
       "pricing": {"input_per_million": 3, "output_per_million": 15, "cached_input_per_million": 0.3,
         "conditional": [{"to": "2026-11-20", "input_per_million": 2}]}}
      """;

  @RegisterExtension final TestServer server = new TestServer();

  private Api api;

  @BeforeEach
  void register() {
    api = new Api(server);
    api.json(PRICED).put("/v1/models/acme/priced").then().statusCode(201);
  }

  private Response tell(String id, String body) {
    return api.json(body).post("/v1/models/" + id + "/usage");
  }

  private void told(String id, String body) {
    tell(id, body).then().statusCode(204).body(emptyString());
  }

  private JsonNode total(String path) {
    return api.ok(path).get("total");
  }

  /* --------------- told and read back --------------- */

  @Test
  void whatIsTold_isReadBackAtOnce_exactly() {
    told(
        "acme/priced",
        """
        {"input_tokens": 1000, "cached_input_tokens": 900, "output_tokens": 500,
         "reasoning_tokens": 200, "latency_seconds": 1.5, "ttft_seconds": 0.25}
        """);
    told("acme%2Fpriced", "{\"error\": true}");
    told("acme/priced", "{\"input_tokens\": 10, \"disconnected\": true, \"cost\": \"0.1\"}");
    told("acme/priced", "{\"cost\": 0.02, \"latency_seconds\": 0.5}");

    JsonNode usage = api.ok("/v1/models/acme/priced/usage?step=total");
    assertThat(usage.get("model").asText()).isEqualTo("acme/priced");
    assertThat(usage.get("currency").asText()).isEqualTo("USD");
    assertThat(usage.get("from").asText()).isEqualTo("2026-11-22T13:00:00Z");
    assertThat(usage.get("to").asText()).isEqualTo("2026-11-23T13:00:00Z");
    JsonNode total = usage.get("total");
    assertThat(total.get("requests").asInt()).isEqualTo(4);
    assertThat(total.get("errors").asInt()).isEqualTo(1);
    assertThat(total.get("disconnects").asInt()).isEqualTo(1);
    assertThat(total.get("input_tokens").asInt()).isEqualTo(1010);
    assertThat(total.get("cached_input_tokens").asInt()).isEqualTo(900);
    assertThat(total.get("output_tokens").asInt()).isEqualTo(500);
    assertThat(total.get("reasoning_tokens").asInt()).isEqualTo(200);
    assertThat(total.get("cost").isTextual()).isTrue();
    assertThat(total.get("cost").asText()).isEqualTo("0.12807");
    assertThat(total.get("unpriced_requests").asInt()).isZero();
    assertThat(total.get("latency_seconds").toString())
        .isEqualTo(
            "{\"count\":2,\"mean\":1,\"p50\":0.501759,\"p90\":1.5,\"p95\":1.5,\"p99\":1.5,\"max\":1.5}");
    assertThat(total.get("ttft_seconds").get("p50").decimalValue()).isEqualByComparingTo("0.25");
    assertThat(usage.get("data")).hasSize(1);
    assertThat(usage.get("data").get(0).get("requests").asInt()).isEqualTo(4);
  }

  @Test
  void whereNothingWasMeasured_timesAreNull() {
    JsonNode usage = api.ok("/v1/models/gpt-4o/usage");
    assertThat(usage.get("data")).hasSize(24);
    assertThat(usage.get("total").get("cost").asText()).isEqualTo("0");
    assertThat(usage.get("total").get("latency_seconds").toString())
        .isEqualTo(
            "{\"count\":0,\"mean\":null,\"p50\":null,\"p90\":null,\"p95\":null,\"p99\":null,\"max\":null}");
  }

  @Test
  void timeOfTheRequest_decidesHourAndPrice() {
    told("acme/priced", "{\"input_tokens\": 1000000, \"at\": \"2026-11-19T23:59:59Z\"}");
    told("acme/priced", "{\"input_tokens\": 1000000, \"at\": \"2026-11-20\"}");
    told("acme/priced", "{\"input_tokens\": 1000000, \"at\": 1795219200}");
    JsonNode days =
        api.ok("/v1/models/acme/priced/usage?from=2026-11-19&to=2026-11-22&step=day").get("data");
    assertThat(days).hasSize(3);
    assertThat(days).extracting(day -> day.get("cost").asText()).containsExactly("2", "3", "3");
    assertThat(days.get(1).get("from").asText()).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(days.get(1).get("to").asText()).isEqualTo("2026-11-21T00:00:00Z");
    String hours =
        "/v1/models/acme/priced/usage?from=2026-11-19T20:00:00%2B01:00&to=1795132800&step=PT2H";
    assertThat(api.ok(hours).get("data"))
        .extracting(part -> part.get("from").asText() + " " + part.get("requests").asInt())
        .containsExactly(
            "2026-11-19T19:00:00Z 0", "2026-11-19T20:00:00Z 0", "2026-11-19T22:00:00Z 1");
  }

  @Test
  void anUnknownPrice_isCountedAsUnknown() {
    told("Qwen/QwQ-32B", "{\"input_tokens\": 10}");
    told("acme/priced", "{\"input_tokens\": 10}");
    assertThat(total("/v1/models/Qwen/QwQ-32B/usage").get("unpriced_requests").asInt())
        .isEqualTo(1);
    JsonNode all = total("/v1/usage?step=total");
    assertThat(all.get("unpriced_requests").asInt()).isEqualTo(1);
    assertThat(all.get("cost").asText()).isEqualTo("0.00003");
  }

  @Test
  void topModels_byEachFigure() {
    told("acme/priced", "{\"input_tokens\": 1000}");
    told("gpt-4o", "{\"output_tokens\": 1}");
    told("gpt-4o", "{\"error\": true, \"cost\": 0}");
    told("gpt-4o-mini", "{\"output_tokens\": 7}");
    for (List<String> expected :
        List.of(
            List.of("requests", "gpt-4o", "acme/priced"),
            List.of("cost", "acme/priced", "gpt-4o"),
            List.of("output_tokens", "gpt-4o-mini", "gpt-4o"),
            List.of("errors", "gpt-4o", "acme/priced"))) {
      JsonNode top = api.ok("/v1/usage/top?limit=2&by=" + expected.get(0));
      assertThat(top.get("by").asText()).isEqualTo(expected.get(0));
      assertThat(top.get("data"))
          .extracting(model -> model.get("model").asText())
          .isEqualTo(expected.subList(1, 3));
    }
    JsonNode first = api.ok("/v1/usage/top").get("data").get(0);
    assertThat(first.get("requests").asInt()).isEqualTo(2);
    assertThat(first.get("cost").asText()).isEqualTo("0.00001");
  }

  @Test
  void names_resolveByAliasAndNeverByGuess() {
    Response answer = tell("priced-alias", "{}");
    answer.then().statusCode(204).header("understudy-resolved", "acme/priced; via=alias");
    JsonNode usage = api.ok("/v1/models/priced-alias/usage");
    assertThat(usage.get("model").asText()).isEqualTo("acme/priced");
    assertThat(usage.get("total").get("requests").asInt()).isEqualTo(1);
    Api.error(404, tell("Priced-Alias", "{}"));
    Api.error(404, api.json("{}").post("/v1/models/priced-alias/usage?resolve=strict"));
    JsonNode guess = Api.error(400, api.json("{}").post("/v1/models/gpt-4o/usage?resolve=fuzzy"));
    assertThat(guess.get("param").asText()).isEqualTo("resolve");
    api.error(400, "/v1/models/gpt-4o/usage?resolve=fuzzy");
    JsonNode unknown = Api.error(404, tell("gpt-4o-minx", "{}"));
    assertThat(unknown.get("did_you_mean")).extracting(JsonNode::asText).contains("gpt-4o-mini");
    assertThat(api.error(404, "/v1/models/gpt-4o-minx/usage").get("code").asText())
        .isEqualTo("model_not_found");
  }

  @Test
  void usageOfAModelThatWasRemoved_staysUnderItsId() {
    told("acme/priced", "{\"output_tokens\": 5}");
    api.request().delete("/v1/models/acme/priced").then().statusCode(204);
    assertThat(total("/v1/models/acme/priced/usage").get("output_tokens").asInt()).isEqualTo(5);
    api.error(404, "/v1/models/priced-alias/usage");
    Api.error(404, tell("acme/priced", "{}"));
  }
}
