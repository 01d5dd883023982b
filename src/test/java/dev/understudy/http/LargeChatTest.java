package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole answers of megabytes, which are written off the event loop and sent in pieces. */
class LargeChatTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  @Test
  void anAnswerOfMegabytes_isTheOneThatIsStreamed() {
    String body =
        "{\"model\":\"gpt-4o\",\"seed\":3,\"n\":8,\"max_tokens\":200,\"logprobs\":true,\"top_logprobs\":20%s,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    JsonNode whole = Api.tree(api.json(body.formatted("")).post("/v1/chat/completions"));
    String streamed =
        api.json(body.formatted(",\"stream\":true")).post("/v1/chat/completions").asString();

    assertThat(whole.toString().length()).isGreaterThan(1_000_000);
    assertThat(whole.get("choices")).hasSize(8);
    for (JsonNode choice : whole.get("choices")) {
      JsonNode first = choice.at("/logprobs/content/0");
      assertThat(first.get("top_logprobs")).hasSize(20);
      assertThat(streamed).contains(first.toString());
    }
  }
}
