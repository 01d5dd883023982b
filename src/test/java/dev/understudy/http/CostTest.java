package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/models/{id}/cost}: exact amounts, and the rule they come from. */
class CostTest {

  private static final String PRICED =
      """
      {"aliases": ["priced-alias"], "pricing": {
        "input_per_million": 3, "output_per_million": 15.5, "cached_input_per_million": 0.3,
        "batch_input_per_million": 1.5, "batch_output_per_million": 7.75,
        "conditional": [
          {"to": "2026-11-30", "input_per_million": 2},
          {"min_prompt_tokens": 200000, "mode": "cliff", "output_per_million": 22.5},
          {"service_tier": "priority", "input_per_million": 6}]}}
      """;

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @BeforeAll
  static void register() {
    new Api(server).json(PRICED).put("/v1/models/priced").then().statusCode(201);
  }

  private Response cost(String id, String body) {
    return api.json(body).post("/v1/models/" + id + "/cost");
  }

  private JsonNode ok(String id, String body) {
    return Api.tree(cost(id, body).then().statusCode(200).extract().response());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 0",
        "{\"input_tokens\":1} | 0.000002",
        "{\"input_tokens\":1000,\"output_tokens\":1000} | 0.0175",
        "{\"input_tokens\":1000,\"at\":\"2026-12-01\"} | 0.003",
        "{\"input_tokens\":1000,\"at\":\"2026-11-29T23:59:59Z\"} | 0.002",
        "{\"input_tokens\":1000,\"at\":\"1795996799\"} | 0.002",
        "{\"input_tokens\":1000,\"at\":1795996799} | 0.002",
        "{\"input_tokens\":1000,\"at\":1795996800} | 0.003",
        "{\"input_tokens\":1000,\"at\":999999999999} | 0.003",
        "{\"input_tokens\":1000,\"at\":\"9999-12-31\"} | 0.003",
        "{\"input_tokens\":1000,\"cached_input_tokens\":900} | 0.00047",
        "{\"input_tokens\":200000,\"output_tokens\":100} | 0.40225",
        "{\"output_tokens\":1000,\"reasoning_tokens\":700} | 0.0155",
        "{\"output_tokens\":1000,\"batch\":true} | 0.00775",
        "{\"input_tokens\":1000,\"service_tier\":\"priority\"} | 0.006",
        "{\"input_tokens\":1000,\"service_tier\":\"default\"} | 0.002",
        "{\"input_tokens\":1000000000000,\"output_tokens\":1} | 2000000.0000225"
      })
  void amountsAreExactStrings(String body, String amount) {
    JsonNode cost = ok("priced", body);

    assertThat(cost.get("cost").isTextual()).isTrue();
    assertThat(cost.get("cost").asText()).isEqualTo(amount);
    assertThat(cost.get("currency").asText()).isEqualTo("USD");
    assertThat(cost.get("reason").isNull()).isTrue();
    assertThat(cost.get("rule").get(0).asText()).isEqualTo("base");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_tokens\":10,\"cache_write_tokens\":5} | cache write",
        "{\"input_tokens\":10,\"cached_input_tokens\":5,\"batch\":true} | batch cached input",
        "{\"input_tokens\":10,\"service_tier\":\"flex\"} | flex"
      })
  void anUnknownPriceIsNullWithTheReason(String body, String reason) {
    JsonNode cost = ok("priced", body);

    assertThat(cost.get("cost").isNull()).isTrue();
    assertThat(cost.get("reason").asText()).contains(reason);
  }

  @Test
  void aModelWithoutPricesCostsNobodyKnowsWhat() {
    for (String id : new String[] {"Qwen/QwQ-32B", "ft:gpt-4o-mini-2024-07-18:acme::abc"}) {
      JsonNode cost = ok(id, "{\"input_tokens\":10}");
      assertThat(cost.get("model").asText()).isEqualTo(id);
      assertThat(cost.get("cost").isNull()).isTrue();
      assertThat(cost.get("reason").asText()).contains("no price");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_tokens\":5,\"cached_input_tokens\":6} | cached_input_tokens",
        "{\"input_tokens\":5,\"cached_input_tokens\":3,\"cache_write_tokens\":3} | cache_write_tokens",
        "{\"output_tokens\":5,\"reasoning_tokens\":6} | reasoning_tokens",
        "{\"input_tokens\":-1} | input_tokens",
        "{\"input_tokens\":\"many\"} | input_tokens",
        "{\"input_tokens\":1.5} | input_tokens",
        "{\"at\":\"yesterday\"} | at",
        "{\"at\":1.5} | at",
        "{\"at\":-1} | at",
        "{\"at\":true} | at",
        "{\"at\":1e20} | at",
        "{\"batch\":\"yes\"} | batch",
        "{\"prompt_tokens\":5} | prompt_tokens"
      })
  void whatCannotBeIsRefused(String body, String param) {
    JsonNode error = Api.error(400, cost("priced", body));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("code").asText()).isEqualTo("invalid_request");
  }

  @Test
  void namesResolveByAliasAndNeverByGuess() {
    assertThat(ok("priced-alias", "{}").get("model").asText()).isEqualTo("priced");
    Api.error(404, cost("Priced", "{}"));
    Api.error(404, api.json("{}").post("/v1/models/priced-alias/cost?resolve=strict"));
    Api.error(
        404,
        api.json("{}").header("understudy-resolve", "strict").post("/v1/models/priced-alias/cost"));
    JsonNode query = Api.error(400, api.json("{}").post("/v1/models/priced/cost?resolve=fuzzy"));
    JsonNode header =
        Api.error(
            400,
            api.json("{}").header("understudy-resolve", "fuzzy").post("/v1/models/priced/cost"));

    assertThat(query.get("param").asText()).isEqualTo("resolve");
    assertThat(header.get("message").asText()).contains("strict or alias");
  }
}
