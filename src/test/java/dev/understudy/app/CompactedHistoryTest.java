package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.store.Retention;
import dev.understudy.store.RevisionLog;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of the past over HTTP once old versions were dropped. */
@ExtendWith(VertxExtension.class)
class CompactedHistoryTest {

  @TempDir private static Path folder;

  private static Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private static Server server;

  /**
   * Revision 1 is the catalog, on the first of the month. 2 to 6 are versions v2 to v6 of acme/m,
   * each on the day of its number; all is kept from 5 on.
   */
  @BeforeAll
  static void writeAndCompact(Vertx vertx) throws Exception {
    Path catalog = Files.createDirectories(folder.resolve("catalog"));
    Files.writeString(
        catalog.resolve("bolt.json"), "{\"provider\": \"bolt\", \"models\": [{\"id\": \"road\"}]}");
    server = start(vertx);
    for (int day = 2; day <= 6; day++) {
      now = now.plus(Duration.ofDays(1));
      RestAssured.given()
          .contentType("application/json")
          .body("{\"version\": \"v%d\"}".formatted(day))
          .put(url("/v1/models/acme/m"))
          .then()
          .statusCode(day == 2 ? 201 : 200);
    }
    stop();
    RevisionLog log = Stores.of(vertx, config().store()).log();
    log.open(false)
        .compose(kept -> log.compact(new Retention(1, null), now))
        .eventually(log::close)
        .await(30, TimeUnit.SECONDS);
    server = start(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop().await(30, TimeUnit.SECONDS);
  }

  private static ServerConfig config() {
    return new ConfigLoader()
        .set("http.port=0")
        .set("catalog.reload_seconds=0")
        .set("catalog.dir", folder.resolve("catalog").toString())
        .set("data.dir", folder.resolve("data").toString())
        .load(Path.of("").toAbsolutePath());
  }

  private static Server start(Vertx vertx) throws Exception {
    InstantSource time = () -> now;
    return Server.start(vertx, config(), time.withZone(ZoneOffset.UTC)).await(30, TimeUnit.SECONDS);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static JsonNode get(int status, String path) {
    byte[] body =
        RestAssured.given()
            .urlEncodingEnabled(false)
            .get(url(path))
            .then()
            .statusCode(status)
            .extract()
            .asByteArray();
    return Json.parse(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/models/acme/m?as_of=2026-02-01 | 410 | as_of | from 2026-03-05T12:00:00Z on",
        "/v1/models/acme/m?as_of=0001-01-01 | 410 | as_of | from 2026-03-05T12:00:00Z on",
        "/v1/models/acme/m?as_of=2026-03-05 | 410 | as_of | from 2026-03-05T12:00:00Z on",
        "/v1/models/road?as_of=2026-03-03   | 410 | as_of | from 2026-03-05T12:00:00Z on",
        "/v1/models/acme/m?version=3        | 410 | version | from 5 on",
        "/v1/models/acme/m?version=v3       | 404 | version | kept from revision 5 on",
        "/v1/models/acme/m/versions?from=v3 | 404 | from | kept from revision 5 on",
        "/v1/models/acme/m/versions?from=v6&to=4 | 410 | to | from 5 on",
        "/v1/changes                        | 410 | since | from 5 on",
        "/v1/events?since=2                 | 410 | since | from 5 on",
        "/v1/events?since=70.1              | 410 | since | at most 6"
      })
  void whatWasDropped_isTold_andFromWhereOnAllIsThere(
      String path, int status, String param, String expected) {
    JsonNode error = get(status, path).get("error");
    assertThat(error.get("code").asText())
        .isEqualTo(status == 410 ? "revision_compacted" : "version_not_found");
    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(expected);
  }

  @Test
  void whatIsKept_isThere() {
    for (String query : new String[] {"version=v5", "version=5", "as_of=2026-03-05T12:00:00Z"}) {
      assertThat(get(200, "/v1/models/acme/m?view=full&" + query).get("version").asText())
          .isEqualTo("v5");
    }
    assertThat(get(200, "/v1/models/road?version=1").get("id").asText()).isEqualTo("road");
  }

  @Test
  void theFirstRevisionOfWhichAllIsKnown_isShown() {
    assertThat(get(200, "/v1/models/acme/m/versions").get("kept_from").asLong()).isEqualTo(5);
    assertThat(get(200, "/v1/models/acme/m/versions?before=1").get("kept_from").asLong())
        .isEqualTo(5);
  }
}
