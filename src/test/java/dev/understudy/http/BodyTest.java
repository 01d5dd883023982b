package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies travel: media types, lengths, chunks, and what breaks off. */
class BodyTest {

  private static final String MODELS = "/v1/models";
  private static final String JSON = "Content-Type: application/json";
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  @RegisterExtension static final TestServer server = new TestServer("http.max_body_bytes=20000");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: text/plain | content-type: text/plain (expected: application/json)",
        "Content-Type: multipart/form-data | content-type: multipart/form-data (expected: application/json)",
        "Content-Type: application/x-www-form-urlencoded | content-type: application/x-www-form-urlencoded (expected: application/json)",
        "Content-Encoding: gzip | content-encoding: gzip (expected: none)"
      })
  void otherMediaTypesAre415(String header, String message) throws IOException {
    for (String path : new String[] {MODELS, "/v1/chat/completions", "/v1/models/gpt-4o/cost"}) {
      RawHttp.Answer answer =
          RawHttp.exchange(
              server, RawHttp.request("POST", path, "%zz", header, "Content-Length: 3"));
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.body()).contains(message).contains("\"unsupported_media_type\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json; charset=utf-8",
        "Content-Type: APPLICATION/JSON",
        "Content-Type: application/merge-patch+json",
        "X-None: given"
      })
  void jsonInAnySpellingIsRead(String header) throws IOException {
    RawHttp.Answer answer =
        RawHttp.exchange(
            server,
            RawHttp.request("PATCH", MODELS + "/gpt-4o", "{}", header, "Content-Length: 2"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"id\": x}' | line 1, column 8",
        "'{\n  \"id\": \"a\",\n}' | line 3, column 1",
        "'{\"id\":\"a\",\n \"id\":\"b\"}' | a second \\\"id\\\" (expected: each name once)",
        "'' | the body is empty",
        "'   ' | the body is empty"
      })
  void malformedJsonIsLocated(String body, String where) throws IOException {
    RawHttp.Answer answer = RawHttp.exchange(server, RawHttp.json("POST", MODELS, body));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(where).contains("\"malformed_body\"");
  }

  @Test
  void aBodyMayComeInChunksAsSmallAsYouLike() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(RawHttp.request("PUT", MODELS + "/chunked-1", "", JSON, CHUNKED));
      for (char c : "{\"owned_by\":\"me\"}".toCharArray()) {
        raw.send("1\r\n" + c + "\r\n");
      }
      raw.send("0\r\n\r\n");

      assertThat(raw.answer().status()).isEqualTo(201);
    }
  }

  @Test
  void tooMuchIs413AndTheConnectionLives() throws IOException {
    String body = "x".repeat(20_001);
    String inChunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    for (String request :
        new String[] {
          RawHttp.json("POST", MODELS, body),
          RawHttp.request("POST", MODELS, inChunks, JSON, CHUNKED)
        }) {
      try (RawHttp raw = new RawHttp(server)) {
        raw.send(request);
        RawHttp.Answer refused = raw.answer();
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("at most 20000 bytes").contains("payload_too_large");
        raw.send(RawHttp.request("GET", "/health/live", ""));
        assertThat(raw.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void tooMuchIsRefusedBeforeItIsSent() throws IOException {
    for (String expect : new String[] {"X-None: given", "Expect: 100-continue"}) {
      RawHttp.Answer refused =
          RawHttp.exchange(
              server, RawHttp.request("POST", MODELS, "", JSON, "Content-Length: 20001", expect));
      assertThat(refused.status()).isEqualTo(413);
    }
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      String[] headers = {JSON, "Content-Length: 2", "Expect: 100-continue"};
      raw.send(RawHttp.request("PUT", MODELS + "/continue-1", "", headers));
      assertThat(raw.head()).isEqualTo("HTTP/1.1 100 Continue");
      raw.send("{}");

      assertThat(raw.answer().status()).isEqualTo(201);
    }
  }

  @Test
  void theLargestBodyIsRead() throws IOException {
    String model = "{\"owned_by\":\"me\",\"metadata\":{\"x\":\"%s\"}}";
    int room = 20_000 - model.length() + 2;
    RawHttp.Answer answer =
        RawHttp.exchange(
            server, RawHttp.json("PUT", MODELS + "/large-1", model.formatted("y".repeat(room))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void aBrokenChunkEndsTheConnectionWithoutAWrite() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(RawHttp.request("PUT", MODELS + "/broken-1", "zz\r\n{}\r\n", JSON, CHUNKED));
      assertThat(raw.isClosed()).isTrue();
    }
    assertThat(new Api(server).ids("")).doesNotContain("broken-1");
  }

  @Test
  void aClientThatLeavesInTheMiddleOfABodyWritesNothing() throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(RawHttp.request("PUT", MODELS + "/left-1", "{\"ow", JSON, "Content-Length: 30"));
    }
    Api api = new Api(server);
    assertThat(api.ids("")).doesNotContain("left-1");
    api.get("/health/live").then().statusCode(200);
  }
}
