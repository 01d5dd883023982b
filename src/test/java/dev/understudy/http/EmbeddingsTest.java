package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.understudy.TestServer;
import dev.understudy.text.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code POST /v1/embeddings} as OpenAI's and LangChain4j's clients see it, and byte by byte. */
class EmbeddingsTest {

  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String SMALL = "text-embedding-3-small";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);
  private final OpenAIClient openai =
      OpenAIOkHttpClient.builder().baseUrl(server.url() + "/v1").apiKey("sk-test").build();

  @AfterEach
  void close() {
    openai.close();
  }

  private static EmbeddingCreateParams.Builder params(String model) {
    return EmbeddingCreateParams.builder().model(model);
  }

  private static double cosine(List<Float> left, List<Float> right) {
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      sum += left.get(i) * right.get(i);
    }
    return sum;
  }

  private JsonNode ok(String body) {
    return Api.tree(api.json(body).post(EMBEDDINGS).then().statusCode(200).extract().response());
  }

  @Test
  void theBodyIsOpenAis() {
    String body =
        api.json(
                "{\"model\":\"text-embedding-3-small\",\"input\":[\"Hello\",\"world\"],\"dimensions\":2}")
            .post(EMBEDDINGS)
            .asString();

    assertThat(body.replaceAll("-?0\\.\\d+", "0.5"))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,0.5]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[0.5,0.5]}],"
                + "\"model\":\"text-embedding-3-small\","
                + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");
  }

  @Test
  void openAisClient_readsVectorsInWhicheverEncoding() {
    CreateEmbeddingResponse usual =
        openai.embeddings().create(params(SMALL).input("The food was delicious").build());
    for (EncodingFormat format : List.of(EncodingFormat.FLOAT, EncodingFormat.BASE64)) {
      CreateEmbeddingResponse said =
          openai
              .embeddings()
              .create(params(SMALL).input("The food was delicious").encodingFormat(format).build());
      assertThat(said.data().get(0).embedding()).isEqualTo(usual.data().get(0).embedding());
    }
    assertThat(usual.model()).isEqualTo(SMALL);
    assertThat(usual.usage().promptTokens()).isEqualTo(4);
    assertThat(usual.usage().totalTokens()).isEqualTo(4);
    List<Float> vector = usual.data().get(0).embedding();
    assertThat(vector).hasSize(1536);
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
  }

  @Test
  void openAisClient_sendsTokensThatMeanTheText() {
    String text = "Grüße aus 東京 😀";
    int[] tokens = Tokenizer.cl100k().encode(text);
    List<Long> ids = Arrays.stream(tokens).asLongStream().boxed().toList();
    CreateEmbeddingResponse asText = openai.embeddings().create(params(SMALL).input(text).build());
    CreateEmbeddingResponse asTokens =
        openai.embeddings().create(params(SMALL).inputOfArrayOfTokens(ids).build());
    CreateEmbeddingResponse asArrays =
        openai
            .embeddings()
            .create(params(SMALL).inputOfArrayOfTokenArrays(List.of(ids, List.of(5L))).build());

    assertThat(asTokens.data()).isEqualTo(asText.data());
    assertThat(asTokens.usage()).isEqualTo(asText.usage());
    assertThat(asArrays.data()).hasSize(2);
    assertThat(asArrays.data().get(0)).isEqualTo(asText.data().get(0));
    assertThat(asArrays.data().get(1).index()).isEqualTo(1);
    assertThat(asArrays.usage().promptTokens()).isEqualTo(tokens.length + 1);
  }

  @Test
  void openAisClient_shortensVectors() {
    List<Float> whole =
        openai
            .embeddings()
            .create(params(SMALL).input("A short text").build())
            .data()
            .get(0)
            .embedding();
    List<Float> shortened =
        openai
            .embeddings()
            .create(params(SMALL).input("A short text").dimensions(256).build())
            .data()
            .get(0)
            .embedding();
    List<Float> beginning = whole.subList(0, 256);
    double length = Math.sqrt(cosine(beginning, beginning));

    assertThat(shortened).hasSize(256);
    assertThat(cosine(shortened, beginning) / length).isCloseTo(1, within(1e-5));
  }

  @Test
  void openAisClient_isToldWhatItDidWrong() {
    Assertions.assertThatThrownBy(
            () ->
                openai
                    .embeddings()
                    .create(params("text-embedding-ada-002").input("x").dimensions(9).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> assertThat(refused.param()).contains("dimensions"))
        .hasMessageContaining("does not support specifying dimensions");
  }

  @Test
  void langChain4j_findsWhatIsNear() {
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(server.url() + "/v1")
            .apiKey("sk-test")
            .modelName("text-embedding-3-large")
            .dimensions(1024)
            .build();
    Response<List<Embedding>> response =
        model.embedAll(
            List.of(
                TextSegment.from("How do I reset my password?"),
                TextSegment.from("I must reset the password"),
                TextSegment.from("The river floods every spring")));
    List<Embedding> embeddings = response.content();

    assertThat(model.dimension()).isEqualTo(1024);
    assertThat(response.tokenUsage()).extracting(TokenUsage::inputTokenCount).isEqualTo(17);
    assertThat(CosineSimilarity.between(embeddings.get(0), embeddings.get(1)))
        .isGreaterThan(0.2 + CosineSimilarity.between(embeddings.get(0), embeddings.get(2)));
  }

  @Test
  void base64AndNumbersAreTheSameFloats() {
    JsonNode numbers = ok("{\"model\":\"text-embedding-3-large\",\"input\":\"Hello\"}");
    JsonNode encoded =
        ok(
            "{\"model\":\"text-embedding-3-large\",\"input\":\"Hello\",\"encoding_format\":\"base64\"}");
    byte[] bytes = Base64.getDecoder().decode(encoded.at("/data/0/embedding").asText());
    ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(bytes).hasSize(3072 * Float.BYTES);
    for (JsonNode number : numbers.at("/data/0/embedding")) {
      assertThat(floats.getFloat()).isEqualTo((float) number.doubleValue());
    }
  }

  @Test
  void theResolvedModelAnswers_andVectorsDependOnNothingButTextAndModel() {
    JsonNode one = ok("{\"model\":\"text-embedding-ada-002-v2\",\"input\":\"Hi\",\"seed\":1}");
    JsonNode two =
        ok("{\"model\":\"text-embedding-ada-002\",\"input\":[\"Hi\"],\"seed\":2,\"user\":\"u\"}");
    JsonNode other = ok("{\"model\":\"text-embedding-3-small\",\"input\":\"Hi\"}");

    assertThat(one).isEqualTo(two);
    assertThat(one.get("model").asText()).isEqualTo("text-embedding-ada-002");
    assertThat(other.get("data")).isNotEqualTo(one.get("data"));
  }

  @Test
  void aModelOfUnknownDimensionsHasTheUsualOnes() {
    assertThat(ok("{\"model\":\"mistral-embed\",\"input\":\"Hi\"}").at("/data/0/embedding"))
        .hasSize(1024);
  }

  /** Tens of megabytes, written piece by piece. */
  @Test
  void twoThousandAndFortyEightInputsHaveAsManyVectors() {
    String inputs = "\"text\",".repeat(2047) + "\"the last\"";
    JsonNode all = ok("{\"model\":\"text-embedding-3-large\",\"input\":[" + inputs + "]}");
    JsonNode last = ok("{\"model\":\"text-embedding-3-large\",\"input\":\"the last\"}");

    assertThat(all.get("data")).hasSize(2048);
    assertThat(all.at("/data/2047/index").asInt()).isEqualTo(2047);
    assertThat(all.at("/data/2047/embedding")).isEqualTo(last.at("/data/0/embedding"));
    assertThat(all.at("/usage/prompt_tokens").asInt()).isEqualTo(2049);
  }

  @Test
  void unknownFieldsAreNamed() {
    String header =
        api.json("{\"model\":\"text-embedding-3-small\",\"input\":\"x\",\"input_type\":\"query\"}")
            .post(EMBEDDINGS + "?truncate=END")
            .header("understudy-ignored");

    assertThat(header).isEqualTo("truncate, input_type");
  }

  @Test
  void inputsOfOneRequestAreTheSameAsOfMany() {
    List<String> texts = List.of("one", "two words", "three words more");
    String together =
        texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    JsonNode all = ok("{\"model\":\"embed-v4.0\",\"input\":" + together + "}");
    for (int i = 0; i < texts.size(); i++) {
      JsonNode alone = ok("{\"model\":\"embed-v4.0\",\"input\":\"" + texts.get(i) + "\"}");
      assertThat(alone.at("/data/0/embedding")).isEqualTo(all.at("/data/" + i + "/embedding"));
    }
  }
}
