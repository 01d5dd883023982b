package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Simulation routes with {@code registry.auto_create}: how near a name must be is still kept. */
class AutoCreateRouteTest {

  @RegisterExtension
  static final TestServer server =
      new TestServer("registry.auto_create=true", "simulation.time_scale=0");

  /** As many made-up models are kept. */
  private static final int MOST = 1_000;

  private final Api api = new Api(server);

  private Response chat(String model, String mode) {
    return api.json(
            "{\"model\":\"%s\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model))
        .post("/v1/chat/completions?resolve=" + mode);
  }

  private String played(String model, String mode) {
    JsonNode answer = Api.tree(chat(model, mode).then().statusCode(200).extract().response());
    return answer.get("model").asText();
  }

  @Test
  void nearName_isGuessedOnlyWhenAskedFor() {
    assertThat(played("GPT_4o_mini", "fuzzy")).isEqualTo("gpt-4o-mini");
    assertThat(played("GPT_4o_mini", "alias")).isEqualTo("GPT_4o_mini");
    assertThat(played("GPT-4O-Mini", "strict")).isEqualTo("GPT-4O-Mini");
  }

  @Test
  void playing_countsAsUse() throws Exception {
    create("first-used");
    create("second-used");
    create("not-used");
    for (int i = 3; i < MOST; i++) {
      create("filler-" + i);
    }
    assertThat(played("first-used", "alias")).isEqualTo("first-used");
    api.get("/v1/models/second-used/stream?tokens=1").then().statusCode(200);
    create("one-more");
    assertThat(server.server().snapshot().autoGet("not-used")).isNull();
    create("another");
    create("and-another");
    assertThat(server.server().snapshot().autoGet("first-used")).isNotNull();
    assertThat(server.server().snapshot().autoGet("second-used")).isNotNull();
  }

  private static void create(String id) throws Exception {
    server.client().create(id, ResolveMode.STRICT).await(10, TimeUnit.SECONDS);
  }

  @Test
  void alias_strictly_isNeitherFollowedNorMadeUp() {
    server
        .client()
        .register(
            ModelDefinition.builder("aliased").aliases(List.of(ModelAlias.of("the-alias"))).build())
        .await();
    assertThat(played("the-alias", "alias")).isEqualTo("aliased");
    assertThat(Api.error(404, chat("the-alias", "strict")).get("code").asText())
        .isEqualTo("model_not_found");
  }
}
