package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /metrics}. */
class MetricsTest {

  @RegisterExtension
  static final TestServer server =
      new TestServer("simulation.time_scale=0", "registry.auto_create=true");

  private final Api api = new Api(server);

  /** The value of a series, whose labels are sorted by name. */
  private double value(String series) {
    Response metrics = api.get("/metrics");
    metrics.then().statusCode(200);
    assertThat(metrics.header("content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(metrics.asString());
    assertThat(line.find()).as(series + " in\n" + metrics.asString()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private void stream(String model, int tokens) {
    api.get("/v1/models/" + model + "/stream?tokens=" + tokens).then().statusCode(200);
  }

  @Test
  void everyTokenIsMeasured_byModel() {
    stream("gpt-4o", 10);
    stream("gpt-4o", 5);

    assertThat(value("understudy_stream_ttft_seconds_count{model=\"gpt-4o\"}")).isEqualTo(2);
    assertThat(value("understudy_stream_itl_seconds_count{model=\"gpt-4o\"}")).isEqualTo(13);
    assertThat(value("understudy_stream_lag_seconds_count{model=\"gpt-4o\"}")).isEqualTo(15);
    assertThat(value("understudy_stream_lag_seconds_bucket{model=\"gpt-4o\",le=\"+Inf\"}"))
        .isEqualTo(15);
    assertThat(value("understudy_stream_lag_seconds_bucket{model=\"gpt-4o\",le=\"0.001\"}"))
        .isBetween(0.0, 15.0);
    assertThat(value("understudy_streams_ended_total{model=\"gpt-4o\",state=\"done\"}"))
        .isEqualTo(2);
    assertThat(value("understudy_streams_active{model=\"gpt-4o\"}")).isZero();
    assertThat(value("understudy_streams_queued{model=\"gpt-4o\"}")).isZero();
  }

  @Test
  void refusalsAreCounted_byCode() {
    String body =
        "{\"model\":\"gpt-3.5-turbo\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}]}";
    api.json(body).post("/v1/chat/completions").then().statusCode(400);

    api.json(body).post("/v1/simulations").then().statusCode(400); // no stream

    assertThat(
            value(
                "understudy_streams_refused_total{code=\"unsupported_feature\",model=\"gpt-3.5-turbo\"}"))
        .isEqualTo(1);
  }

  @Test
  void madeUpModelsShareALabel() {
    String before = api.get("/metrics").asString();
    for (int i = 0; i < 5; i++) {
      stream("made-up-" + i, 1);
    }
    stream("ft:gpt-4o:acme::job1", 1);

    assertThat(before).doesNotContain("made-up");
    assertThat(value("understudy_stream_ttft_seconds_count{model=\"other\"}")).isEqualTo(6);
    assertThat(api.get("/metrics").asString()).doesNotContain("made-up").doesNotContain("acme");
  }
}
