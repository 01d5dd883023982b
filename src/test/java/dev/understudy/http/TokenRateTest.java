package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.bus.BusStream;
import dev.understudy.bus.StreamOptions;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.VirtualClock;
import io.restassured.response.Response;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams beyond {@code simulation.max_tokens_per_second}, on two event loops. */
@Timeout(60)
class TokenRateTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM = "/v1/models/steady/stream?tokens=";
  private static final String RATE = "understudy_streams_tokens_per_second ";

  private final VirtualClock time = new VirtualClock();

  @RegisterExtension
  final TestServer server =
      new TestServer("simulation.max_tokens_per_second=100", "http.event_loops=2").with(time);

  private final Api api = new Api(server);

  /** 50 tokens a second after a second. */
  @BeforeEach
  void putTheModel() {
    api.json(
            "{\"can\":[\"chat\"],\"latency_profile\":{\"ttft_mean\":1,\"ttft_distribution\":\"constant\",\"itl_mean\":0.02,\"itl_distribution\":\"constant\"}}")
        .put("/v1/models/steady")
        .then()
        .statusCode(201);
  }

  private static String chat(int tokens, String more) {
    return "{\"model\":\"steady\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(tokens, more);
  }

  private RawHttp open(String request) throws IOException {
    RawHttp raw = new RawHttp(server);
    raw.send(request);
    return raw;
  }

  private RawHttp stream(int tokens) throws IOException {
    return stream(tokens, "");
  }

  private RawHttp chatStream(int tokens) throws IOException {
    return open(RawHttp.json("POST", CHAT, chat(tokens, ",\"stream\":true")));
  }

  private String metrics() {
    return api.get("/metrics").asString();
  }

  private void awaitMetric(String line) {
    while (!metrics().contains(line)) {
      Thread.onSpinWait(); // requests are on their way
    }
  }

  private void advance(int millis) throws Exception {
    time.advance(Duration.ofMillis(millis)).await(10, TimeUnit.SECONDS);
  }

  @Test
  void beyondTheBoundIs429_andSaysWhenThereIsRoom() throws Exception {
    try (RawHttp first = stream(51);
        RawHttp second = chatStream(101)) {
      awaitMetric(RATE + "100.0");
      Response refused = api.get(STREAM + "51");
      JsonNode error = Api.error(429, refused);
      assertThat(error.get("type").asText()).isEqualTo("rate_limit_error");
      assertThat(error.get("code").asText()).isEqualTo("overloaded");
      assertThat(error.get("message").asText())
          .isEqualTo(
              "token rate: streams of 100.0 tokens a second are being sent, this one would add 50.0 (expected: together at most simulation.max_tokens_per_second, 100); try again in 2.000 s");
      assertThat(refused.header("retry-after")).isEqualTo("2");
      assertThat(refused.header("retry-after-ms")).isEqualTo("2000");
      assertThat(refused.header("understudy-plan")).isNull();
      JsonNode record = api.ok("/v1/simulations/" + refused.header("understudy-simulation"));
      assertThat(record.get("state").asText()).isEqualTo("refused");
      assertThat(metrics())
          .contains("understudy_streams_refused_total{code=\"overloaded\",model=\"steady\"} 1.0");

      advance(900);
      Response chat = api.json(chat(101, ",\"stream\":true")).post(CHAT);
      Api.error(429, chat);
      assertThat(chat.header("retry-after")).isEqualTo("2");
      assertThat(chat.header("retry-after-ms")).isEqualTo("1100");
      advance(1_099);
      assertThat(api.get(STREAM + "51").header("retry-after-ms")).isEqualTo("1");

      advance(1);
      assertThat(first.answer().status()).isEqualTo(200);
      awaitMetric(RATE + "50.0");
      try (RawHttp third = chatStream(51)) {
        awaitMetric(RATE + "100.0");
        advance(2_000);
        assertThat(second.answer().status()).isEqualTo(200);
        assertThat(third.answer().status()).isEqualTo(200);
        assertThat(metrics()).contains(RATE + "0.0");
      }
    }
  }

  @Test
  void whoLeaves_makesRoom_overHttpAndTheBus() throws Exception {
    BusStream bus = openOnBus().await(10, TimeUnit.SECONDS);
    RawHttp other = chatStream(1_000);
    awaitMetric(RATE + "100.0");
    UnderstudyException refused =
        openOnBus()
            .<UnderstudyException>transform(
                r -> Future.succeededFuture((UnderstudyException) r.cause()))
            .await(10, TimeUnit.SECONDS);
    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refused.retryAfterMillis()).isEqualTo(2_980);
    other.close();
    awaitMetric(RATE + "50.0");
    bus.stop();
    awaitMetric(RATE + "0.0");
    assertThat(metrics()).contains("state=\"disconnected\"} 2.0");
  }

  private Future<BusStream> openOnBus() {
    return server.client().stream(StreamOptions.of("steady", "Hi", 100), 100, part -> {});
  }

  @Test
  void whatHasNoPace_takesNoneOfIt() throws Exception {
    try (RawHttp first = stream(51);
        RawHttp second = stream(51)) {
      awaitMetric(RATE + "100.0");
      Api.error(429, api.get(STREAM + "10"));
      try (RawHttp whole = open(RawHttp.json("POST", CHAT, chat(10, "")));
          RawHttp atOnce = stream(10, "&scale=0")) {
        assertThat(atOnce.answer().status()).isEqualTo(200);
        awaitMetric("understudy_streams_active{model=\"steady\"} 3.0");
        assertThat(metrics()).contains(RATE + "100.0");
        advance(2_000);
        assertThat(whole.answer().status()).isEqualTo(200);
      }
      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(second.answer().status()).isEqualTo(200);
    }
  }

  private RawHttp stream(int tokens, String more) throws IOException {
    return open(RawHttp.request("GET", STREAM + tokens + more, ""));
  }
}
