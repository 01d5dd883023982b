package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that say nothing, or stop half-way, on a server that waits for a second. */
class SlowClientTest {

  private static final String JSON = "Content-Type: application/json";
  private static final String CHAT = "/v1/chat/completions";

  @RegisterExtension
  static final TestServer server =
      new TestServer("http.body_seconds=1", "http.idle_seconds=1", "http.max_body_bytes=20000");

  private final List<RawHttp> connections = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawHttp raw : connections) {
      raw.close();
    }
  }

  private RawHttp open(String text) throws IOException {
    RawHttp raw = new RawHttp(server);
    connections.add(raw);
    raw.send(text);
    return raw;
  }

  @Test
  void bodyThatStops_is408_andTheConnectionEnds() throws IOException {
    for (String half : new String[] {"", "{\"owned_by\":"}) {
      open(RawHttp.request("PUT", "/v1/models/slow-1", half, JSON, "Content-Length: 30"));
      open(RawHttp.request("POST", "/v1/models", half, JSON, "Content-Length: 30"));
      open(RawHttp.request("POST", CHAT, half, JSON, "Content-Length: 30"));
    }
    open(RawHttp.request("POST", CHAT, "1\r\n{\r\n", JSON, "Transfer-Encoding: chunked"));
    for (RawHttp raw : connections) {
      RawHttp.Answer answer = raw.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(answer.body())
          .contains("\"code\":\"request_timeout\"")
          .contains("the body is not complete (expected: within 1 s)");
      assertThat(raw.isClosed()).isTrue();
    }
    assertThat(new Api(server).ids("")).doesNotContain("slow-1");
  }

  @Test
  void bodyThatIsRefused_andDoesNotCome_endsTheConnection() throws IOException {
    RawHttp tooLarge =
        open(RawHttp.request("POST", "/v1/models", "", JSON, "Content-Length: 20001"));
    RawHttp noRoute = open(RawHttp.request("POST", "/nothing-here", "", "Content-Length: 30"));

    assertThat(tooLarge.answer().status()).isEqualTo(413);
    assertThat(noRoute.answer().status()).isEqualTo(404);
    assertThat(tooLarge.isClosed()).isTrue();
    assertThat(noRoute.isClosed()).isTrue();
  }

  @Test
  void headThatStops_endsTheConnection() throws IOException {
    for (String half :
        List.of("", "G", "GET /v1/models HTTP/1.1\r\nHost: te", "PRI * HTTP/2.0\r\n")) {
      open(half);
    }
    for (RawHttp raw : connections) {
      assertThat(raw.isClosed()).isTrue();
    }
  }

  @Test
  void answeredConnection_thatAsksNoMore_ends() throws IOException {
    for (String path :
        List.of("/v1/models/gpt-4o", "/v1/models", "/health/live", "/nothing-here")) {
      RawHttp raw = open(RawHttp.request("GET", path, ""));
      raw.answer();
      raw.send(RawHttp.request("GET", path, ""));
      assertThat(raw.answer().headers()).containsKey("content-length");
    }
    for (RawHttp raw : connections) {
      assertThat(raw.isClosed()).isTrue();
    }
  }

  @Test
  void answerThatIsSilentForLonger_isNotCut() throws IOException {
    RawHttp streamed =
        open(
            RawHttp.request(
                "GET",
                "/v1/models/gpt-4o/stream?tokens=2",
                "",
                "understudy-latency: ttft=2500ms;itl=1ms",
                "Connection: close"));
    RawHttp whole =
        open(
            RawHttp.json(
                "POST",
                CHAT,
                "{\"model\":\"gpt-4o\",\"max_tokens\":1,\"simulation\":{\"ttft\":2.5,\"itl\":0},"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));

    assertThat(streamed.head()).startsWith("HTTP/1.1 200");
    assertThat(streamed.read(100_000)).contains("[DONE]");
    assertThat(whole.answer().status()).isEqualTo(200);
  }
}
