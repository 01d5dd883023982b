package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every failure in the shape of the vendor whose path was called. */
class ErrorShapeTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @CsvSource({"/v1/messages/none,404", "/v1/messages/batches/1,404"})
  void underMessagesItIsAnthropics(String path, int status) {
    Response answer = api.get(path);
    answer.then().statusCode(status);
    JsonNode body = Api.tree(answer);

    assertThat(body.get("type").asText()).isEqualTo("error");
    assertThat(body.get("error").get("type").asText()).isEqualTo("not_found_error");
    assertThat(body.get("error").get("message").asText()).isEqualTo("no route GET " + path);
    assertThat(body.get("error").has("code")).isFalse();
    assertThat(body.get("request_id").asText())
        .matches("req_[1-9A-HJ-NP-Za-km-z]{24}")
        .isEqualTo(answer.header("request-id"));
  }

  @ParameterizedTest
  @CsvSource({"/v1/message", "/v1/messagesx", "/v1/none"})
  void elsewhereItIsOpenAis(String path) {
    JsonNode body = Api.tree(api.get(path));

    assertThat(body.has("type")).isFalse();
    assertThat(body.get("error").get("code").asText()).isEqualTo("not_found");
  }

  @Test
  void anthropicsTypesGoByStatus() {
    int[] statuses = {400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 504, 529};
    String[] types = {
      "invalid_request_error",
      "authentication_error",
      "billing_error",
      "permission_error",
      "not_found_error",
      "request_too_large",
      "invalid_request_error",
      "rate_limit_error",
      "api_error",
      "api_error",
      "timeout_error",
      "overloaded_error"
    };
    for (int i = 0; i < statuses.length; i++) {
      assertThat(
              new Refused(statuses[i], "m", null, "t", null, null, java.util.List.of(), -1)
                  .anthropicType())
          .isEqualTo(types[i]);
    }
  }
}
