package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the list refuses, and how it says so. */
class ListParameterTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit=0               | limit           | limit: 0 (expected: a whole number from 1 to 10000)
          limit=10001           | limit           | limit: 10001 (expected: a whole number from 1 to 10000)
          limit=ten             | limit           | limit: ten (expected: a whole number from 1 to 10000)
          limit=1.5             | limit           | limit: 1.5 (expected: a whole number from 1 to 10000)
          limit=                | limit           | limit: "" (expected: a value that is not blank)
          limit=5&limit=6       | limit           | limit: 5, 6 (expected: the parameter once)
          min_context=0         | min_context     | min_context: 0 (expected: a whole number from 1 to 2147483647)
          min_context=9999999999| min_context     | min_context: 9999999999 (expected: a whole number from 1 to 2147483647)
          max_input_price=-1    | max_input_price | max_input_price: -1 (expected: a decimal number from 0)
          max_output_price=free | max_output_price| max_output_price: free (expected: a decimal number from 0)
          open_weights=yes      | open_weights    | open_weights: yes (expected: true or false)
          include_unknown=1     | include_unknown | include_unknown: 1 (expected: true or false)
          order=up              | order           | order: up (expected: one of asc, desc)
          sort=size             | sort            | sort: size (expected: one of id, created, context_window, input_price, output_price, name)
          sort=id&sort=name     | sort            | sort: id, name (expected: the parameter once)
          view=short            | view            | view: short (expected: one of openai, full)
          status=gone           | status          | status: gone (expected: one of active, preview, deprecated, retired)
          status=active&status=x| status          | status: x (expected: one of active, preview, deprecated, retired)
          origin=moon           | origin          | origin: moon (expected: one of catalog, source, api, auto)
          tag=                  | tag             | tag: "" (expected: a value that is not blank)
          """)
  void aWrongValueIsNamedWithWhatWasExpected(String query, String param, String message) {
    JsonNode error = api.error(400, "/v1/models?" + query);

    assertThat(error.get("message").asText()).isEqualTo(message);
    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("code").asText()).isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "capability=flying, capability, vision",
    "input_modality=smell, input_modality, image",
    "colour=red, colour, owned_by",
    "LIMIT=5, LIMIT, limit",
    "version=3, version, view"
  })
  void anUnknownNameIsAnsweredWithTheKnownOnes(String query, String param, String known) {
    JsonNode error = api.error(400, "/v1/models?" + query);

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(known);
  }

  @Test
  void aSemicolonIsPartOfAValue() {
    assertThat(api.ids("?q=no;such")).isEmpty();
  }
}
