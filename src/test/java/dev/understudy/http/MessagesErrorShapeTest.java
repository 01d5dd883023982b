package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.BadRequestException;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors on {@code /v1/messages} have Anthropic's shape, and the id that their head has. */
class MessagesErrorShapeTest {

  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @RegisterExtension
  static final TestServer server =
      new TestServer(
          "simulation.time_scale=0",
          "simulation.requests_per_minute=1",
          "simulation.enforce_rate_limits=true");

  private final Api api = new Api(server);

  private static JsonNode shaped(Response response, String type) {
    JsonNode body = Api.tree(response);
    assertThat(body.fieldNames()).toIterable().containsExactly("type", "error", "request_id");
    assertThat(body.get("type").asText()).isEqualTo("error");
    assertThat(body.get("request_id").asText()).isEqualTo(response.header("request-id"));
    assertThat(body.at("/error/type").asText()).isEqualTo(type);
    return body.get("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | 400 | invalid_request_error | the body is not valid JSON",
        "{\"model\":\"claude-opus-4-5\" | 400 | invalid_request_error | the body is not valid JSON",
        "{\"model\":\"claude-opus-4-5\"} | 400 | invalid_request_error | messages: missing",
        "{\"model\":\"claude-9\",\"max_tokens\":5, | 404 | not_found_error | The model `claude-9`",
        "{\"model\":\"text-embedding-3-small\",\"max_tokens\":5, | 400 | invalid_request_error | model: text-embedding-3-small is not served"
      })
  void ofEachBodyThatIsRefused(String body, int status, String type, String message) {
    String whole = body.endsWith(",") ? body + HELLO : body;
    for (String path : new String[] {"/v1/messages", "/v1/messages/count_tokens"}) {
      Response response = api.json(whole).post(path);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(shaped(response, type).get("message").asText()).startsWith(message);
    }
  }

  @Test
  void ofLimitsMethodsTypesAndPaths() {
    String body = "{\"model\":\"claude-opus-4-5\",\"max_tokens\":5," + HELLO;
    assertThat(api.json(body).post("/v1/messages").statusCode()).isEqualTo(200);
    Response limited = api.json(body).post("/v1/messages");
    assertThat(limited.statusCode()).isEqualTo(429);
    shaped(limited, "rate_limit_error");
    assertThat(limited.header("retry-after")).isNotNull();
    shaped(api.get("/v1/messages"), "invalid_request_error");
    shaped(api.get("/v1/messages/batches"), "not_found_error");
    shaped(
        api.request().contentType("text/plain").body("Hi").post("/v1/messages"),
        "invalid_request_error");
  }

  @Test
  void anthropicsClientReadsIt() {
    MessageCreateParams params =
        MessageCreateParams.builder()
            .model("claude-sonnet-4-5")
            .maxTokens(5)
            .addUserMessage("Hi")
            .stopSequences(List.of(" "))
            .build();
    assertThatThrownBy(
            () ->
                AnthropicOkHttpClient.builder()
                    .baseUrl(server.url())
                    .apiKey("key")
                    .maxRetries(0)
                    .build()
                    .messages()
                    .create(params))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> {
              assertThat(refused.type()).contains(ErrorType.INVALID_REQUEST_ERROR);
              assertThat(refused.apiMessage().orElseThrow()).startsWith("stop_sequences.0: \" \"");
            });
  }
}
