package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a body is read, one that is no JSON is told with what was found, and where. */
class MalformedJsonTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private static final List<String> PATHS =
      List.of(
          "/v1/chat/completions",
          "/v1/completions",
          "/v1/responses",
          "/v1/messages",
          "/v1/messages/count_tokens",
          "/v1/embeddings",
          "/v1/moderations",
          "/v1/rerank",
          "/v1/simulations",
          "/v1/models",
          "/v1/models/gpt-4o/cost",
          "/v1/resolve");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1} {'b':2} | line 1, column 9: {'b':2} (expected: nothing after the value)",
        "{'a':1}} | line 1, column 8: } (expected: nothing after the value)",
        "{'a':1}\\n,1 | line 2, column 1: ,1 (expected: nothing after the value)",
        "{'a':1,} | line 1, column 8: } (expected: a name in double quotes)",
        "{'a': | line 1, column 6: the end (expected: a value)",
        "{'a':NaN} | line 1, column 6: NaN} (expected: a value)",
        "{'a':1,'a':2} | line 1, column 11: a second 'a' (expected: each name once)"
      })
  void isToldInOurWordsOnEveryPath(String body, String what) {
    String sent = body.replace('\'', '"').replace("\\n", "\n");
    for (String path : PATHS) {
      String message =
          Api.error(400, new Api(server).json(sent).post(path)).get("message").asText();
      assertThat(message)
          .as(path)
          .isEqualTo("the body is not valid JSON at " + what.replace('\'', '"'));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-2147483648", "1E+2147483649"})
  void aNumberBeyondAllDecimals_isToldOnEveryPath(String number) {
    for (String path : PATHS) {
      for (String body : List.of("{\"a\":" + number + "}", "[1,\n " + number + "]")) {
        String message =
            Api.error(400, new Api(server).json(body).post(path)).get("message").asText();
        assertThat(message)
            .as(path)
            .contains("the body is not valid JSON at line ", number + " (expected: ", "exponent");
      }
      String trailing =
          Api.error(400, new Api(server).json("{} " + number).post(path)).get("message").asText();
      assertThat(trailing).as(path).contains(number, "nothing after the value");
    }
  }
}
