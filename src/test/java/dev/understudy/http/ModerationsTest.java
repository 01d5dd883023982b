package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.moderations.Moderation;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.moderations.ModerationImageUrlInput;
import com.openai.models.moderations.ModerationMultiModalInput;
import com.openai.models.moderations.ModerationTextInput;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.understudy.TestServer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code POST /v1/moderations} as OpenAI's and LangChain4j's clients see it, and as JSON. */
class ModerationsTest {

  private static final List<String> OLD =
      List.of(
          "harassment",
          "harassment/threatening",
          "sexual",
          "hate",
          "hate/threatening",
          "self-harm/intent",
          "self-harm/instructions",
          "self-harm",
          "sexual/minors",
          "violence",
          "violence/graphic");

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);
  private final OpenAIClient openai =
      OpenAIOkHttpClient.builder().baseUrl(server.url() + "/v1").apiKey("sk-test").build();

  @AfterEach
  void close() {
    openai.close();
  }

  private JsonNode ok(String body) {
    return Api.tree(
        api.json(body).post("/v1/moderations").then().statusCode(200).extract().response());
  }

  private static List<String> names(JsonNode object) {
    Iterable<String> names = object::fieldNames;
    return StreamSupport.stream(names.spliterator(), false).toList();
  }

  @Test
  void openAisClient_readsEachResult() {
    ModerationCreateResponse answer =
        openai
            .moderations()
            .create(
                ModerationCreateParams.builder()
                    .inputOfStrings(List.of("How are you?", "I will stab and kill the dragon"))
                    .build());
    answer.validate();
    Moderation clean = answer.results().get(0);
    Moderation violent = answer.results().get(1);

    assertThat(answer.id()).startsWith("modr-");
    assertThat(answer.model()).isEqualTo("omni-moderation-latest");
    assertThat(clean.flagged()).isFalse();
    assertThat(violent.flagged()).isTrue();
    assertThat(violent.categories().violence()).isTrue();
    assertThat(violent.categories().harassment()).isFalse();
    assertThat(violent.categories().illicit()).contains(false);
    assertThat(violent.categoryScores().violence()).isBetween(0.8, 0.9);
    assertThat(clean.categoryScores().violence()).isLessThan(0.001);
  }

  @Test
  void openAisClient_sendsPartsThatHaveOneResult() {
    ModerationCreateResponse answer =
        openai
            .moderations()
            .create(
                ModerationCreateParams.builder()
                    .model("omni-moderation-2024-09-26")
                    .inputOfModerationMultiModalArray(
                        List.of(
                            ModerationMultiModalInput.ofText(
                                ModerationTextInput.builder().text("You idiot").build()),
                            ModerationMultiModalInput.ofImageUrl(
                                ModerationImageUrlInput.builder()
                                    .imageUrl(
                                        ModerationImageUrlInput.ImageUrl.builder()
                                            .url("https://example.com/gory-idiot.png")
                                            .build())
                                    .build())))
                    .build());
    answer.validate();
    Moderation result = answer.results().get(0);

    assertThat(answer.results()).hasSize(1);
    assertThat(result.categories().harassment()).isTrue();
    assertThat(result.categories().violenceGraphic()).isTrue();
    assertThat(result.categoryScores().harassment()).isLessThan(0.71); // not of the image
    assertThat(result.categoryAppliedInputTypes().violence())
        .map(Object::toString)
        .containsExactly("text", "image");
    assertThat(result.categoryAppliedInputTypes().harassment())
        .map(Object::toString)
        .containsExactly("text");
  }

  @Test
  void langChain4j_findsTheFlaggedText() {
    OpenAiModerationModel model =
        OpenAiModerationModel.builder().baseUrl(server.url() + "/v1").apiKey("sk-test").build();

    assertThat(model.moderate("Hello").content().flagged()).isFalse();
    assertThat(model.moderate("I want to hurt myself").content().flaggedText())
        .isEqualTo("I want to hurt myself");
  }

  @Test
  void theBodyIsOpenAis() {
    JsonNode omni = ok("{\"input\":\"moderation:illicit/violent\"}");
    JsonNode result = omni.at("/results/0");

    assertThat(names(omni)).containsExactly("id", "model", "results");
    assertThat(names(result))
        .containsExactly(
            "flagged", "categories", "category_scores", "category_applied_input_types");
    for (String part : List.of("categories", "category_scores", "category_applied_input_types")) {
      assertThat(names(result.get(part)))
          .hasSize(13)
          .containsAll(OLD)
          .contains("illicit", "illicit/violent");
    }
    assertThat(result.at("/categories/illicit~1violent").asBoolean()).isTrue();
    assertThat(result.at("/categories/illicit").asBoolean()).isTrue();
  }

  @Test
  void anOldModelHasFewerCategories_andNoInputTypes() {
    JsonNode old = ok("{\"model\":\"text-moderation-latest\",\"input\":\"moderation:illicit\"}");
    JsonNode result = old.at("/results/0");

    assertThat(names(result)).containsExactly("flagged", "categories", "category_scores");
    assertThat(names(result.get("categories"))).containsExactlyElementsOf(OLD);
    assertThat(result.get("flagged").asBoolean()).isFalse();
  }

  @Test
  void theSameTextHasTheSameScores() {
    String body = "{\"input\":[\"a clean text\",\"a clean text\"],\"seed\":%d}";
    JsonNode one = ok(body.formatted(1)).get("results");

    assertThat(one.get(0)).isEqualTo(one.get(1));
    assertThat(ok(body.formatted(2)).get("results")).isEqualTo(one);
  }

  @Test
  void aPictureThatIsSentAlongIsNotRead() {
    String data = "data:image/png;base64,moderation:violence";
    String parts = "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + data + "\"}}]";
    JsonNode result = ok("{\"input\":" + parts + "}").at("/results/0");

    assertThat(result.get("flagged").asBoolean()).isFalse();
    assertThat(result.at("/category_applied_input_types/hate")).isEmpty();
    assertThat(result.at("/category_applied_input_types/sexual/0").asText()).isEqualTo("image");
  }
}
