package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An answer of megabytes to a client that takes its time, or leaves. */
class LargeAnswerTest {

  private static final String EMBEDDINGS = "/v1/embeddings";

  /** About 23 MB, more than the buffers between client and server hold. */
  private static final int INPUTS = 2048;

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static RawHttp ask() throws IOException {
    RawHttp raw = new RawHttp(server);
    String inputs = "\"text\",".repeat(INPUTS - 1) + "\"the last\"";
    String body =
        "{\"model\":\"text-embedding-3-large\",\"dimensions\":1000,\"input\":[" + inputs + "]}";
    raw.send(RawHttp.json("POST", EMBEDDINGS, body));
    return raw;
  }

  private JsonNode small() {
    String body =
        "{\"model\":\"text-embedding-3-large\",\"dimensions\":1000,\"input\":\"the last\"}";
    return Api.tree(api.json(body).post(EMBEDDINGS).then().statusCode(200).extract().response());
  }

  @Test
  void whileItIsNotRead_othersAreAnswered_andItComesWholeInTheEnd() throws IOException {
    try (RawHttp slow = ask()) {
      String head = slow.head();
      JsonNode small = small();
      int length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+).*", "$1"));

      JsonNode large = Json.parse(slow.read(length).getBytes(StandardCharsets.ISO_8859_1));

      assertThat(length).isGreaterThan(20_000_000);
      assertThat(large.get("data")).hasSize(INPUTS);
      assertThat(large.at("/data/2047/embedding")).isEqualTo(small.at("/data/0/embedding"));
      slow.send(RawHttp.request("GET", "/health/live", ""));
      assertThat(slow.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleHurtsNobody() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (RawHttp leaving = ask()) {
        assertThat(leaving.head()).startsWith("HTTP/1.1 200 OK");
      }
    }
    assertThat(small().get("data")).hasSize(1);
  }
}
