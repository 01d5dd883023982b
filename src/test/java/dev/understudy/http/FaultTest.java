package dev.understudy.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import dev.understudy.model.UnderstudyException;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.SocketException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Injected faults as clients meet them, down to the bytes; time is off. */
class FaultTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final int TOKENS = 20;

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static String body(String more) {
    return "{\"model\":\"gpt-4o\",\"seed\":7,\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(TOKENS, more);
  }

  private static String streamed(String more) {
    return body(",\"stream\":true" + more);
  }

  private Response chat(String body, String fault) {
    return api.json(body).header("understudy-fault", fault).post(CHAT);
  }

  /** A request on a connection of its own, to look at what comes and how it ends. */
  private static RawHttp raw(String body, String fault) throws IOException {
    RawHttp raw = new RawHttp(server);
    raw.send(
        RawHttp.request(
            "POST",
            CHAT,
            body,
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "understudy-fault: " + fault));
    return raw;
  }

  private static long frames(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private JsonNode record(Response answer) {
    return api.ok("/v1/simulations/" + answer.header("understudy-simulation"));
  }

  private double injected(String kind, String source) {
    Matcher line =
        Pattern.compile(
                "(?m)^understudy_faults_injected_total\\{kind=\"%s\",model=\"gpt-4o\",source=\"%s\"} (\\S+)$"
                    .formatted(kind, source))
            .matcher(api.get("/metrics").asString());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /* --------------- errors by status --------------- */

  @ParameterizedTest
  @CsvSource({
    "400,invalid_request_error,",
    "401,invalid_request_error,invalid_api_key",
    "403,request_forbidden,unsupported_country_region_territory",
    "404,invalid_request_error,model_not_found",
    "429,requests,rate_limit_exceeded",
    "500,server_error,",
    "503,server_error,",
    "599,server_error,"
  })
  void anErrorHasOpenAisShapeByStatus(int status, String type, String code) {
    Response answer = chat(body(""), "status=" + status);
    JsonNode error = Api.error(status, answer);

    assertThat(error.get("type").asText()).isEqualTo(type);
    assertThat(error.get("code").textValue()).isEqualTo(code);
    assertThat(error.has("param")).isTrue();
    assertThat(error.get("message").asText())
        .isEqualTo("injected fault: status " + status + " (source=header)");
    assertThat(answer.header("understudy-fault"))
        .isEqualTo("status=" + status + "; source=header; seed=7");
    assertThat(answer.header("retry-after")).isNull();
  }

  @Test
  void anErrorSaysWhenToComeBackAndWhatCodeItHas() {
    Response busy = chat(streamed(""), "status=429;retry_after=1500ms");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.header("retry-after")).isEqualTo("2");
    assertThat(busy.header("retry-after-ms")).isEqualTo("1500");

    JsonNode quota = Api.error(429, chat(body(""), "status=429;code=insufficient_quota"));
    assertThat(quota.get("code").asText()).isEqualTo("insufficient_quota");
    assertThat(quota.get("type").asText()).isEqualTo("insufficient_quota");
    JsonNode tokens = Api.error(429, chat(body(""), "status=429;type=tokens"));
    assertThat(tokens.get("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(tokens.get("type").asText()).isEqualTo("tokens");
  }

  @Test
  void theFirstTwoFailThenItSucceeds_untilItIsReset() {
    String twice = "status=503;first=2;name=once-more";
    for (int i = 0; i < 2; i++) {
      for (int status : new int[] {503, 503, 200, 200}) {
        Response answer = chat(body(""), twice);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().hasHeaderWithName("understudy-fault")).isEqualTo(status == 503);
      }
      Response reset = api.json("{\"model\":\"gpt-4o\"}").post("/v1/faults/reset");
      assertThat(Api.tree(reset).get("reset").asInt()).isPositive();
    }
    chat(body(""), twice);
    chat(body(""), twice);
    String otherKey = "{\"api_key\":\"sk-other\"}";
    assertThat(api.json(otherKey).post("/v1/faults/reset").jsonPath().getInt("reset")).isZero();
    assertThat(chat(body(""), twice).statusCode()).isEqualTo(200);
    assertThat(
            api.json(body(""))
                .header("authorization", "Bearer sk-other")
                .header("understudy-fault", twice)
                .post(CHAT)
                .statusCode())
        .isEqualTo(503);
    assertThat(api.json(otherKey).post("/v1/faults/reset").jsonPath().getInt("reset")).isOne();
    assertThat(api.send("POST", "/v1/faults/reset").statusCode()).isEqualTo(200);
    Api.error(400, api.json("{\"modle\":1}").post("/v1/faults/reset"));
    Api.error(405, api.get("/v1/faults/reset"));
  }

  @Test
  void theBodyAsksToo_andTheHeaderComesFirst() {
    String fault = ",\"simulation\":{\"fault\":{\"status\":503,\"retry_after\":\"2s\"}}";

    assertThat(api.json(body(fault)).post(CHAT).header("understudy-fault"))
        .startsWith("status=503;retry_after=2s; source=body; seed=7");
    assertThat(chat(body(fault), "status=500").statusCode()).isEqualTo(500);
    JsonNode wrong = Api.error(400, api.json(body(fault.replace("503", "42"))).post(CHAT));
    assertThat(wrong.get("param").asText()).isEqualTo("simulation.fault.status");
    JsonNode header = Api.error(400, chat(body(""), "status=42"));
    assertThat(header.get("param").asText()).isEqualTo("understudy-fault");
  }

  @Test
  void theSeedThatIsNamedMeetsTheSameFaultAgain() {
    String unseeded = body("").replace("\"seed\":7,", "");
    Response drawn =
        api.json(unseeded).header("understudy-fault", "split=frames;rate=0.5").post(CHAT);
    String seed = drawn.header("understudy-plan").replaceAll("seed=(\\d+);.*", "$1");
    String seeded = unseeded.replace("{\"model\"", "{\"seed\":" + seed + ",\"model\"");

    Response again = chat(seeded, "split=frames;rate=0.5");
    assertThat(again.header("understudy-fault")).isEqualTo(drawn.header("understudy-fault"));
    assertThat(again.asString()).isEqualTo(drawn.asString());
  }

  /* --------------- streams that break --------------- */

  @Test
  void aCutEndsTheConnectionInTheMiddle() throws IOException {
    double before = injected("cut", "header");
    try (RawHttp raw = raw(streamed(""), "cut_after=5")) {
      assertThat(raw.head())
          .startsWith("HTTP/1.1 200 OK")
          .contains("understudy-fault: cut_after=5; source=header");
      String stream = raw.read(1_000_000); // up to the end of the connection

      assertThat(frames(stream, "\"content\":\"")).isEqualTo(1 + 5); // the role, and five tokens
      assertThat(stream).doesNotContain("[DONE]").doesNotContain("\r\n0\r\n");
    }
    assertThat(injected("cut", "header")).isEqualTo(before + 1);
  }

  @Test
  void aCutAfterTheLastTokenWithholdsTheEnd() throws IOException {
    try (RawHttp raw = raw(streamed(""), "cut_after=" + TOKENS)) {
      String id = raw.head().replaceAll("(?s).*understudy-simulation: (\\S+).*", "$1");
      String stream = raw.read(1_000_000);

      assertThat(frames(stream, "\"content\":\"")).isEqualTo(1 + TOKENS);
      assertThat(stream).doesNotContain("\"finish_reason\":\"length\"").doesNotContain("[DONE]");
      assertThat(api.ok("/v1/simulations/" + id).get("state").asText()).isEqualTo("cut");
    }
  }

  @Test
  void whatTheAnswerDoesNotComeToIsNotNamed() {
    double before = injected("cut", "header");
    Response answer = chat(streamed(""), "cut_after=" + (TOKENS + 1));

    assertThat(answer.header("understudy-fault")).isNull();
    assertThat(answer.asString()).endsWith("data: [DONE]\n\n");
    assertThat(injected("cut", "header")).isEqualTo(before);
  }

  @Test
  void aResetIsATcpReset() throws IOException {
    try (RawHttp raw = raw(streamed(""), "reset_after=5")) {
      assertThatThrownBy(() -> raw.read(1_000_000))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut_after=5", "reset_after=5", "error_after=5"})
  void theRecordSaysWhatWasSentAndWhy(String fault) throws IOException {
    try (RawHttp raw = raw(streamed(""), fault)) {
      String head = raw.head();
      String id = head.replaceAll("(?s).*understudy-simulation: (\\S+).*", "$1");
      JsonNode simulation = api.ok("/v1/simulations/" + id);

      assertThat(simulation.get("planned_tokens").asInt()).isEqualTo(TOKENS);
      assertThat(simulation.get("sent_tokens").asInt()).isEqualTo(5);
      assertThat(simulation.get("state").asText()).isEqualTo("cut");
      assertThat(simulation.get("faults").get(0).asText()).startsWith(fault);
    }
  }

  @Test
  void anErrorFrameIsTheLast() {
    Response answer = chat(streamed(""), "error_after=5;status=503");
    String stream = answer.asString();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(frames(stream, "\"content\":\"")).isEqualTo(1 + 5);
    assertThat(stream)
        .endsWith(
            "data: {\"error\":{\"message\":\"injected fault: status 503 (source=header)\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    assertThat(chat(streamed(""), "error_after=0").asString())
        .containsSubsequence("\"role\":\"assistant\"", "\"error\"");
  }

  @Test
  void oneFrameIsMalformed_theOthersAreNot() {
    String stream = chat(streamed(""), "malformed_after=5").asString();
    String[] plain = api.json(streamed("")).post(CHAT).asString().split("\n\n", -1);
    String[] frames = stream.split("\n\n", -1);

    assertThat(frames).hasSameSizeAs(plain);
    for (int i = 0; i < frames.length; i++) {
      if (i == 6) { // behind the role
        assertThat(frames[i]).startsWith("data: {\"id\":");
        assertThat(plain[i]).startsWith(frames[i]);
        String json = frames[i].substring("data: ".length());
        assertThatThrownBy(() -> Json.parse(json.getBytes(UTF_8)))
            .isInstanceOf(UnderstudyException.class);
      } else {
        assertThat(frames[i]).isEqualTo(plain[i]);
      }
    }
  }

  @Test
  void severalTokensComeInOneFrame() {
    String stream = chat(streamed(""), "tokens_per_chunk=6").asString();

    assertThat(frames(stream, "\"content\":\"")).isEqualTo(1 + 4); // 6, 6, 6 and 2
    assertThat(
            chat(streamed(",\"stream_options\":{\"include_usage\":true}"), "tokens_per_chunk=6")
                .asString())
        .contains("\"completion_tokens\":20");
  }

  @Test
  void framesComeInTwoHalvesThatAreWhole() throws IOException {
    String plain = api.json(streamed("")).post(CHAT).asString();
    assertThat(chat(streamed(""), "split=frames").asString()).isEqualTo(plain);
    try (RawHttp raw = raw(streamed(""), "split=frames")) {
      raw.head();
      int length = Integer.parseInt(raw.line(), 16);
      String first = raw.read(length);

      assertThat(plain).startsWith(first);
      assertThat(first).doesNotContain("\n\n"); // the first half of the first frame
    }
    assertThat(chat(body(""), "split=frames").asString())
        .isEqualTo(api.json(body("")).post(CHAT).asString());
  }

  /* --------------- whole answers --------------- */

  @ParameterizedTest
  @ValueSource(strings = {"cut_after=5", "cut_after=20"})
  void aWholeAnswerBreaksOffHalfWay(String fault) throws IOException {
    String plain = api.json(body("")).post(CHAT).asString();
    try (RawHttp raw = raw(body(""), fault)) {
      assertThat(raw.head().toLowerCase(Locale.ROOT)).contains("content-length: " + plain.length());
      assertThat(raw.read(1_000_000))
          .hasSize(plain.length() / 2)
          .satisfies(half -> assertThat(plain).startsWith(half));
    }
  }

  @Test
  void aWholeAnswerCanBeResetMalformedOrAnError() throws IOException {
    try (RawHttp raw = raw(body(""), "reset_after=5")) {
      assertThatThrownBy(() -> raw.read(1_000_000)).isInstanceOf(SocketException.class);
    }
    String malformed =
        chat(body(""), "malformed_after=5").then().statusCode(200).extract().asString();
    assertThatThrownBy(() -> Json.parse(malformed.getBytes(UTF_8)))
        .isInstanceOf(UnderstudyException.class);
    Response error = chat(body(""), "error_after=5;status=502");
    assertThat(Api.error(502, error).get("type").asText()).isEqualTo("server_error");
    assertThat(error.header("understudy-fault")).startsWith("error_after=5;status=502");
    assertThat(record(error).get("state").asText()).isEqualTo("cut");
  }

  @Test
  void whatAWholeAnswerCannotHaveIsNamedAsIgnored() {
    Response answer = chat(body(",\"zeta\":1"), "tokens_per_chunk=4,keep_alive=1s,slow_start=1s");

    assertThat(answer.header("understudy-ignored"))
        .isEqualTo("zeta, understudy-fault:keep_alive, understudy-fault:tokens_per_chunk");
    assertThat(answer.header("understudy-fault")).isEqualTo("slow_start=1s; source=header");
  }

  /* --------------- other routes --------------- */

  @Test
  void theBareStreamHasFaultsToo() {
    String path = "/v1/models/gpt-4o/stream?tokens=5&seed=1";
    Api.error(500, api.request().header("understudy-fault", "status=500").get(path));
    Response broken = api.request().header("understudy-fault", "error_after=2").get(path);

    assertThat(frames(broken.asString(), "\"index\"")).isEqualTo(2);
    assertThat(broken.asString()).contains("injected fault").doesNotContain("[DONE]");
  }

  @Test
  void aDryRunShowsWhatIsOfTime() {
    Response planned =
        api.json(body(",\"simulation\":{\"time_scale\":1,\"ttft\":0.1,\"itl\":0.01}"))
            .header("understudy-fault", "slow_start=2s,status=500")
            .post("/v1/simulations");
    JsonNode simulation = Api.tree(planned.then().statusCode(200).extract().response());

    assertThat(simulation.get("planned_ns").get(0).asLong()).isEqualTo(2_100_000_000);
    assertThat(simulation.get("faults").get(0).asText()).isEqualTo("slow_start=2s; source=header");
    assertThat(planned.header("understudy-plan")).contains("ttft=2100.000ms");
  }
}
