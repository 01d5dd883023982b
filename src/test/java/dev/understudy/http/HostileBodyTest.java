package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Short bodies that would make long answers, and long ones that would overflow. */
class HostileBodyTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static String body(String path, String more) {
    String asked =
        switch (path) {
          case CHAT -> "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
          case RESPONSES -> "\"input\":\"Hi\"";
          default -> "\"prompt\":\"Hi\"";
        };
    String model = path.equals("/v1/completions") ? "gpt-3.5-turbo-instruct" : "gpt-4o";
    return "{\"model\":\"%s\",%s,%s}".formatted(model, asked, more);
  }

  private JsonNode refused(String path, String body, String param) {
    JsonNode error = Api.error(400, api.json(body).post(path));
    assertThat(error.get("param").asText()).isEqualTo(param);
    return error;
  }

  private String accepted(String path, String body) {
    return api.json(body).post(path).then().statusCode(200).extract().asString();
  }

  /* --------------- exponents --------------- */

  @ParameterizedTest
  @ValueSource(strings = {"1e-99999", "0e-99999", "1e-2147483647", "1e9999"})
  void aNumberOfALargeExponentIsRefused(String number) {
    refused(RESPONSES, body(RESPONSES, "\"temperature\":" + number), "temperature");
    refused(CHAT, body(CHAT, "\"top_p\":" + number), "top_p");
  }

  @Test
  void whatIsRepeatedIsAsShortAsItWasSent() {
    String number = "1e-99999,1e9999,0.0000001,12e3";
    String tools =
        "\"tools\":[{\"type\":\"web_search\",\"x\":[%s]},{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"x\":[%s]}}]"
            .formatted(number, number);
    for (String stream : new String[] {"true", "false"}) {
      String answer = accepted(RESPONSES, body(RESPONSES, tools + ",\"stream\":" + stream));
      assertThat(answer).contains("[1E-99999,1E+9999,0.0000001,12000]");
      assertThat(answer).contains("\"status\":\"completed\"");
    }
  }

  /* --------------- metadata --------------- */

  private static String metadata(int pairs, int key, String value) {
    StringBuilder all = new StringBuilder("\"metadata\":{");
    for (int i = 0; i < pairs; i++) {
      String name = (i + "k".repeat(key)).substring(0, key);
      all.append(i == 0 ? "" : ",").append("\"%s\":%s".formatted(name, value));
    }
    return all + "}";
  }

  private static String text(int characters) {
    return "\"" + "x".repeat(characters) + "\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, RESPONSES, "/v1/completions"})
  void metadataIsBoundedAsAtTheVendor(String path) {
    accepted(path, body(path, metadata(16, 64, text(512))));

    refused(path, body(path, metadata(17, 2, text(1))), "metadata");
    assertThat(refused(path, body(path, metadata(1, 65, text(1))), "metadata").get("code").asText())
        .isEqualTo("string_above_max_length");
    String key = "metadata.0k";
    assertThat(refused(path, body(path, metadata(1, 2, text(513))), key).get("code").asText())
        .isEqualTo("string_above_max_length");
    for (String value : new String[] {"1e9999", "[\"x\"]", "null"}) {
      JsonNode error = refused(path, body(path, metadata(1, 2, value)), key);
      assertThat(error.get("code").asText()).isEqualTo("invalid_type");
    }
  }

  /* --------------- many and long --------------- */

  @Test
  void mediaOfMoreTokensThanAnIntHoldsAreTooManyForTheModel() {
    String video = "{\"type\":\"video_url\",\"video_url\":{\"url\":\"x\"}}";
    String parts = video + ("," + video).repeat(140_000);
    String body =
        "{\"model\":\"gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":[%s]}]}"
            .formatted(parts);

    JsonNode error = refused(CHAT, body, "messages");
    assertThat(error.get("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.get("message").asText()).doesNotContain("-");
  }

  @ParameterizedTest
  @CsvSource({"128, 4000", "25, 17000"})
  void answersThatAreSetAreBoundedTogether(int n, int words) {
    String text = "\"word" + " word".repeat(words - 1) + "\"";
    String set = "\"simulation\":{\"text\":" + text + "},\"n\":";

    accepted(CHAT, body(CHAT, set + "2"));
    assertThat(refused(CHAT, body(CHAT, set + n), "n").get("message").asText())
        .contains("answers of at most 400000 tokens together");
  }

  @Test
  void whatIsThoughtAndShownCountsToo() {
    String length = "\"n\":128,\"simulation\":{\"output_tokens\":3000,\"reasoning\":%s}";
    String body = body(CHAT, length).replace("gpt-4o", "openai/gpt-oss-120b");

    accepted(CHAT, body.formatted(false));
    refused(CHAT, body.formatted(true), "n");
  }

  @Test
  void idsOfCallsAreBoundedAsAtTheVendor() {
    String call =
        "\"input\":[{\"type\":\"function_call\",\"call_id\":%s,\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":%s,\"output\":\"5\"}]";
    String body = "{\"model\":\"gpt-4o\"," + call + "}";

    accepted(RESPONSES, body.formatted(text(64), text(64)));
    assertThat(
            refused(RESPONSES, body.formatted(text(65), text(65)), "input[0].call_id")
                .get("code")
                .asText())
        .isEqualTo("string_above_max_length");
    refused(RESPONSES, body.formatted(text(64), text(65)), "input[1].call_id");
  }
}
