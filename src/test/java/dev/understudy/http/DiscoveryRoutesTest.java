package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resolve, stats and health. */
class DiscoveryRoutesTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, gpt-4o, exact",
    "claude-3-opus-latest, claude-3-opus-20240229, alias",
    "GPT_4o, gpt-4o, normalized",
    "gpt-oss-120b, openai/gpt-oss-120b, owner_dropped",
    "llama%208b, meta-llama/Llama-3.1-8B-Instruct, policy"
  })
  void resolveTellsIdAndStep(String name, String id, String via) {
    JsonNode resolution = api.ok("/v1/resolve?q=" + name);

    assertThat(resolution.fieldNames())
        .toIterable()
        .contains("query", "resolved", "via", "confidence", "changed", "filled", "alternatives")
        .contains("category", "inferred");
    assertThat(resolution.get("query").asText()).isEqualTo(name.replace("%20", " "));
    assertThat(resolution.get("resolved").asText()).isEqualTo(id);
    assertThat(resolution.get("via").asText()).isEqualTo(via);
    assertThat(resolution.get("confidence").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void whatDoesNotResolveIsAnAnswerToo() {
    JsonNode resolution = api.ok("/v1/resolve?q=gpt-4o-of-mine");

    assertThat(resolution.get("resolved").isNull()).isTrue();
    assertThat(resolution.get("via").isNull()).isTrue();
    assertThat(resolution.get("alternatives")).isNotEmpty();
    assertThat(api.ok("/v1/resolve?q=GPT_4o&resolve=alias").get("resolved").isNull()).isTrue();
  }

  @Test
  void aNumberIsNeverChanged() {
    assertThat(api.ok("/v1/resolve?q=gpt-7").get("resolved").isNull()).isTrue();
    assertThat(api.ok("/v1/resolve?q=llama-3.9-70b").get("resolved").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/resolve, q",
    "/v1/resolve?q=, q",
    "/v1/resolve?q=a&q=b, q",
    "/v1/resolve?q=a&limit=1, limit",
    "/v1/resolve?q=a&resolve=x, resolve",
    "/v1/stats?by=owner, by",
    "/health/ready?full=1, full"
  })
  void parametersAreChecked(String path, String param) {
    assertThat(api.error(400, path).get("param").asText()).isEqualTo(param);
  }

  @Test
  void statsAgreeWithTheLists() {
    JsonNode stats = api.ok("/v1/stats");

    assertThat(stats.get("models").asInt()).isEqualTo(api.ids("").size());
    assertThat(stats.get("by_owner").get("xai").asInt()).isEqualTo(api.ids("?owned_by=xai").size());
    assertThat(stats.get("by_provider").get("meta").asInt())
        .isEqualTo(api.ids("?provider=meta").size());
    assertThat(stats.get("by_capability").get("vision").asInt())
        .isEqualTo(api.ids("?capability=vision").size());
    assertThat(stats.get("by_status").get("retired").asInt())
        .isEqualTo(api.ids("?status=retired").size());
    assertThat(stats.get("by_origin").get("catalog").asInt())
        .isEqualTo(api.ids("?origin=catalog").size());
    assertThat(stats.get("revision").isIntegralNumber()).isTrue();
  }

  @Test
  void aSecondLookUpHitsTheCache() {
    api.ok("/v1/resolve?q=Cached_Name");
    long hits = hits();
    api.ok("/v1/resolve?q=Cached_Name");

    assertThat(hits()).isEqualTo(hits + 1);
  }

  private long hits() {
    return api.ok("/v1/stats").at("/caches/resolution/hits").asLong();
  }

  @ParameterizedTest
  @CsvSource({"/health/live", "/health/ready"})
  void healthSaysHowManyModels(String path) {
    JsonNode health = api.ok(path);

    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.get("models").asInt()).isEqualTo(api.ids("").size());
    assertThat(health.get("revision").isIntegralNumber()).isTrue();
  }
}
