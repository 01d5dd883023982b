package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request: the answer is JSON, and says nothing of our insides. */
class BadRequestTest {

  private static final Pattern INSIDES =
      Pattern.compile(
          "(?i)<html|<body|\\tat |exception|jackson|StreamRead|FAIL_ON|java\\.|io\\.vertx|dev\\.understudy|netty");

  @RegisterExtension
  static final TestServer server =
      new TestServer("simulation.time_scale=0", "http.max_body_bytes=20000");

  static Stream<String> badRequests() {
    return Stream.of(badPaths(), badMethods(), badBodies(), badParameters(), badHttp())
        .flatMap(list -> list.stream());
  }

  private static List<String> badPaths() {
    List<String> requests = new ArrayList<>();
    for (String path :
        List.of(
            "/",
            "//",
            "/nowhere",
            "/v1",
            "/v1/",
            "/v2/models",
            "/v1/model",
            "/v1/models/..",
            "/v1/models/../..",
            "/v1/models/%2e%2e",
            "/v1/models/../../etc/passwd",
            "/v1/models/../models/gpt-4o",
            "/v1/./models/gpt-4o",
            "//v1/models/gpt-4o",
            "/%76%31/models/gpt-4o",
            "/v1/models/%00",
            "/v1/models/%zz",
            "/v1/models/%",
            "/%zz",
            "/v1/models/%ff%fe",
            "/v1/models/%0d%0aset-cookie:x",
            "/v1/models/gpt-4o/",
            "/v1/models/gpt-4o//capabilities",
            "/v1/models/no-such/capabilities/",
            "/v1/models/" + "a".repeat(10_000),
            "/v1/models/" + "a/".repeat(5_000),
            "/v1/models/" + "%41".repeat(3_000),
            "/v1/models/" + "a".repeat(30_000),
            "/v1/models/gpt-4o/usage?step=week",
            "/v1/models/<script>alert(1)<",
            "/v1/models/%3Cscript%3E",
            "/v1/chat",
            "/v1/completions",
            "/metrik",
            "/openapi.json",
            "v1/models",
            "*")) {
      requests.add(RawHttp.request("GET", path, ""));
    }
    return requests;
  }

  private static List<String> badMethods() {
    List<String> requests = new ArrayList<>();
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO")) {
      for (String path :
          List.of("/v1/stats", "/v1/resolve", "/health/live", "/v1/models/gpt-4o/capabilities")) {
        requests.add(RawHttp.json(method, path, "{}"));
      }
    }
    requests.add(RawHttp.request("GET", "/v1/chat/completions", ""));
    requests.add(RawHttp.request("GET", "/v1/models/gpt-4o/cost", ""));
    requests.add(RawHttp.request("OPTIONS", "/v1/models", ""));
    requests.add(RawHttp.request("DELETE", "/v1/models", ""));
    return requests;
  }

  private static List<String> badBodies() {
    List<String> requests = new ArrayList<>();
    for (String body :
        List.of(
            "",
            " ",
            "{",
            "{}",
            "nonsense",
            "null",
            "5",
            "\"text\"",
            "[[]]",
            "[null]",
            "{\"a\":1,}",
            "{\"a\":1,\"a\":2}",
            "{} {}",
            "{\"a\":NaN}",
            "{'a':1}",
            "[".repeat(5_000),
            "{\"a\":".repeat(2_000),
            "{\"context_window\":1" + "0".repeat(2_000) + "}",
            "{\"context_window\":1e999999999}",
            "{\"id\":5,\"model\":5,\"messages\":5}",
            "{\"id\":{},\"model\":[],\"messages\":{}}",
            "{\"model\":\"gpt-4o\",\"messages\":[5]}",
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":5,\"content\":{}}]}",
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[7]}]}",
            "\u0000",
            "x".repeat(30_000))) {
      requests.add(RawHttp.json("POST", "/v1/models", body));
      requests.add(RawHttp.json("PUT", "/v1/models/no spaces", body));
      requests.add(RawHttp.json("PATCH", "/v1/models/no-such-model", body));
      requests.add(RawHttp.json("POST", "/v1/chat/completions", body));
      requests.add(RawHttp.json("POST", "/v1/models/no-such-model/cost", body));
    }
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ";;")) {
      requests.add(
          RawHttp.request(
              "POST", "/v1/models", "%zz", "Content-Type: " + type, "Content-Length: 3"));
    }
    return requests;
  }

  private static List<String> badParameters() {
    List<String> requests = new ArrayList<>();
    for (String target :
        List.of(
            "/v1/models?limit=x",
            "/v1/models?%zz=1",
            "/v1/models?q=%zz",
            "/v1/models?after=~%00&sort=name",
            "/v1/models?after=~AAAA&sort=created",
            "/v1/models?max_input_price=1e999999999",
            "/v1/models?a=1&a=2",
            "/v1/models/gpt-4o?resolve=x",
            "/v1/models/gpt-4o/stream?tokens=0",
            "/v1/models/no-such/stream",
            "/v1/resolve",
            "/v1/resolve?q=",
            "/v1/search?q=a&limit=0",
            "/v1/stats?x=1",
            "/health/live?verbose=1")) {
      requests.add(RawHttp.request("GET", target, ""));
    }
    requests.add(
        RawHttp.request("GET", "/v1/models/gpt-4o/stream", "", "understudy-latency: fast"));
    requests.add(RawHttp.request("GET", "/v1/models/gpt-4o/stream", "", "understudy-resolve: x"));
    return requests;
  }

  private static List<String> badHttp() {
    return List.of(
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /v1/models\r\n\r\n",
        "GET /v1/models HTTP/1.1\r\nno colon\r\n\r\n",
        RawHttp.request("GET", "/v1/models", "", "Big: " + "x".repeat(40_000)),
        RawHttp.request("POST", "/v1/models", "", "Content-Length: many"),
        RawHttp.request("POST", "/v1/models", "", "Content-Length: -1"),
        RawHttp.request("POST", "/v1/models", "{}", "Content-Length: 2", "Expect: a miracle"),
        RawHttp.request("POST", "/v1/models", "{}", "Content-Length: 2", "Content-Encoding: br"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("badRequests")
  void isAnsweredInJson(String request) throws IOException {
    RawHttp.Answer answer = RawHttp.exchange(server, request);
    String shown = request.substring(0, Math.min(120, request.length())) + " -> " + answer;

    assertThat(answer.status()).as(shown).isBetween(400, 499);
    assertThat(answer.headers().get("content-type")).as(shown).isEqualTo("application/json");
    assertThat(INSIDES.matcher(answer.body()).find()).as(shown).isFalse();
    JsonNode error = Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8)).get("error");
    assertThat(error.get("message").asText()).as(shown).isNotBlank().hasSizeLessThan(3_000);
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("code").asText()).isNotBlank();
    assertThat(error.has("param")).isTrue();
  }
}
