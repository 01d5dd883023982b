package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say nothing, or stop half-way, on a server that waits for a second. */
class SlowClientTest {

  private static final String JSON = "Content-Type: application/json";
  private static final String LENGTH = "Content-Length: 30";
  private static final String SLOW_STREAM = "/v1/models/gpt-4o/stream?tokens=2&scale=1";

  @RegisterExtension
  static final TestServer server =
      new TestServer("http.body_seconds=1", "http.idle_seconds=1", "http.max_body_bytes=20000");

  private final Api api = new Api(server);

  @ParameterizedTest
  @ValueSource(strings = {"PUT /v1/models/slow-1", "POST /v1/models", "POST /v1/chat/completions"})
  void bodyThatStops_is408_andTheConnectionEnds(String line) throws IOException {
    String[] parts = line.split(" ", -1);
    for (String half : new String[] {"", "{\"owned_by\":"}) {
      try (RawHttp raw = new RawHttp(server)) {
        raw.send(RawHttp.request(parts[0], parts[1], half, JSON, LENGTH));
        RawHttp.Answer answer = raw.answer();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(answer.body())
            .contains("\"code\":\"request_timeout\"")
            .contains("the body is not complete (expected: within 1 s)");
        assertThat(raw.isClosed()).isTrue();
      }
    }
    assertThat(api.ids("")).doesNotContain("slow-1");
  }

  @Test
  void bodyThatIsRefused_andDoesNotCome_endsTheConnection() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(RawHttp.request("POST", "/v1/models", "", JSON, "Content-Length: 20001"));
      assertThat(raw.answer().status()).isEqualTo(413);
      assertThat(raw.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /v1/models HTTP/1.1\r\nHost: te", "PRI * HTTP/2.0\r\n"})
  void headThatStops_endsTheConnection(String half) throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(half);
      assertThat(raw.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models/gpt-4o", "/v1/models", "/health/live", "/nothing-here"})
  void answeredConnection_thatAsksNoMore_ends(String path) throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      for (int i = 0; i < 2; i++) {
        raw.send(RawHttp.request("GET", path, ""));
        assertThat(raw.answer().headers()).containsKey("content-length");
      }
      assertThat(raw.isClosed()).isTrue();
    }
  }

  @Test
  void answerThatIsSilentForLonger_isNotCut() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(
          RawHttp.request(
              "GET",
              SLOW_STREAM,
              "",
              "understudy-latency: ttft=2500ms;itl=1ms",
              "Connection: close"));
      assertThat(raw.head()).startsWith("HTTP/1.1 200");
      assertThat(raw.read(100_000)).contains("[DONE]");
    }
  }

  @Test
  void answerThatIsWaitedForLonger_isNotCut() throws IOException {
    String body =
        "{\"model\":\"gpt-4o\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
            + "\"simulation\":{\"ttft\":2.5,\"itl\":0}}";
    RawHttp.Answer answer =
        RawHttp.exchange(server, RawHttp.json("POST", "/v1/chat/completions", body));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
