package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestClock;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.SourceClient;
import dev.understudy.bus.WebhookClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Precondition;
import dev.understudy.store.TestPostgres;
import dev.understudy.usage.RequestUsage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of one PostgreSQL: what each answers, and what goes over when one is stopped. */
class ServersTest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();
  private final Vertx vertx = Vertx.vertx();
  private final List<Started> all = new ArrayList<>();
  private volatile String content = "{\"provider\": \"far\", \"models\": [{\"id\": \"far/one\"}]}";

  @TempDir private Path work = Path.of("");

  /** A server in a Vert.x of its own, and so on a bus of its own. */
  private record Started(Vertx vertx, Server server) {

    RegistryClient client() {
      return new RegistryClient(vertx);
    }

    void stop() throws Exception {
      server.stop().await(30, TimeUnit.SECONDS);
    }
  }

  /** With a catalog of these models. */
  private Started started(String... models) throws Exception {
    return started(Clock.systemUTC(), models);
  }

  private Started started(Clock clock, String... models) throws Exception {
    Path folder = Files.createDirectories(work.resolve("server" + all.size()));
    catalog(folder, models);
    ConfigLoader loader =
        new ConfigLoader()
            .set("http.port=0")
            .set("http.event_loops=1")
            .set("catalog.dir=" + folder.resolve("catalog"))
            .set("catalog.reload_seconds=0")
            .set("data.dir=" + folder.resolve("data"))
            .set("store.url=" + postgres.url(database))
            .set("usage.flush_seconds=1")
            .set("http.drain_seconds=120")
            .set("sources_schemes=http")
            .set("sources_allow=127.0.0.0/8");
    Vertx own = Vertx.vertx();
    Started made =
        new Started(
            own,
            Server.start(own, loader.load(Path.of("").toAbsolutePath()), clock)
                .await(60, TimeUnit.SECONDS));
    all.add(made);
    return made;
  }

  private static void catalog(Path folder, String... models) throws IOException {
    Path file = Files.createDirectories(folder.resolve("catalog")).resolve("acme.json");
    List<String> ids = List.of(models).stream().map("{\"id\":\"%s\"}"::formatted).toList();
    Files.writeString(file, "{\"provider\":\"acme\",\"models\":[" + String.join(",", ids) + "]}");
  }

  @AfterEach
  void stopAll() throws Exception {
    for (Started each : all) {
      each.server.stop().eventually(each.vertx::close).await(30, TimeUnit.SECONDS);
    }
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  /** Where the content is, as a source has it. */
  private String remote() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(content))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    return "http://127.0.0.1:" + server.actualPort() + "/models.json";
  }

  private static HttpResponse<String> send(
      Started to, String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.server.port() + path))
            .timeout(Duration.ofSeconds(60))
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode get(Started from, String path) throws Exception {
    return Json.parse(send(from, "GET", path, "").body().getBytes(StandardCharsets.UTF_8));
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
    }
  }

  private static boolean has(Started server, String id) {
    return server.server.snapshot().get(id) != null;
  }

  /** What shows does not hang on which server is asked; who takes the lead reads its own files. */
  @Test
  void theLeadersFiles_areRead_andThoseOfWhoTakesOver() throws Exception {
    Started first = started("road", "lane");
    Started second = started("road", "track");
    assertThat(has(second, "lane")).isTrue();
    assertThat(has(second, "track")).isFalse();
    catalog(work.resolve("server1"), "road", "track", "trail");
    assertThat(second.server.reloadCatalog().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(has(second, "trail")).isFalse();

    second.client().remove("lane", Precondition.none()).await(30, TimeUnit.SECONDS);
    until("lane is gone", () -> !has(first, "lane"));
    first.stop();
    until("it leads", () -> has(second, "trail") && has(second, "track"));
    assertThat(has(second, "lane")).isFalse();
  }

  /** Streams may go on for long; nobody waits for them with what the leader does. */
  @Test
  void whoStopsWhileAStreamIsOpen_handsTheLeadOver_andFollowsOn() throws Exception {
    Started first = started("road");
    Started second = started("road");
    URI stream =
        URI.create("http://127.0.0.1:" + first.server.port() + "/v1/models/road/stream?tokens=2");
    HttpRequest slow =
        HttpRequest.newBuilder(stream).header("understudy-latency", "ttft=0ms;itl=100s").build();
    Future<Void> stopped;
    try (InputStream open = HTTP.send(slow, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertThat(open.read()).isEqualTo('d'); // of data:
      stopped = first.server.stop();
      until("it leads", () -> send(second, "GET", "/v1/webhooks", "").statusCode() == 200);
      second.client().put(model("late"), Precondition.none()).await(30, TimeUnit.SECONDS);
      until("it is told", () -> has(first, "late"));
      assertThat(stopped.isComplete()).isFalse();
    }
    stopped.await(30, TimeUnit.SECONDS);
  }

  private static ModelDefinition model(String id) {
    return ModelDefinition.builder(id).build();
  }

  /** Who wrote it may be gone by then. */
  @Test
  void datesOfWhatAnotherServerWrote_areFollowed() throws Exception {
    TestClock midnight = new TestClock(Instant.parse("2026-01-01T23:59:59.990Z"));
    Started first = started(new TestClock(), "road");
    Started second = started(midnight, "road");
    ModelDefinition late = model("old").with(b -> b.deprecationDate(LocalDate.of(2026, 1, 2)));
    first.client().put(late, Precondition.none()).await(30, TimeUnit.SECONDS);
    until("it is told", () -> has(second, "old"));
    midnight.set("2026-01-02T00:00:01Z");
    until("it is deprecated", () -> status(second, "old") == ModelStatus.DEPRECATED);
  }

  private static @Nullable ModelStatus status(Started server, String id) {
    return Objects.requireNonNull(server.server.snapshot().get(id)).model().status();
  }

  /** Beneath what is written whole, too: who removes that must not bring it to light. */
  @Test
  void whatIsRemovedOnOneServer_staysRemoved() throws Exception {
    Started first = started("road");
    Started second = started("road");
    ModelDefinition whole = ModelDefinition.builder("road").description("whole").build();
    second.client().put(whole, Precondition.none()).await(30, TimeUnit.SECONDS);
    until("it is whole", () -> "whole".equals(description(first, "road")));
    second.client().remove("road", Precondition.none()).await(30, TimeUnit.SECONDS);
    until("it is gone", () -> !has(first, "road"));
    catalog(work.resolve("server0"), "road", "lane");
    assertThat(first.server.reloadCatalog().await(30, TimeUnit.SECONDS)).isTrue();
    until("the edit is there", () -> has(second, "lane"));
    assertThat(has(first, "road")).isFalse();
    assertThat(has(second, "road")).isFalse();
  }

  /** Its source came to have it after it was written, and only the leader has read that. */
  @Test
  void whatIsRemoved_doesNotComeBackAsItsSourcesModel_whoeverLeads() throws Exception {
    Started first = started("road");
    Started second = started("road");
    second.client().put(model("far/one"), Precondition.none()).await(30, TimeUnit.SECONDS);
    String url = remote();
    send(second, "POST", "/v1/sources", "{\"name\":\"far\",\"url\":\"" + url + "\"}");
    until(
        "it lies beneath",
        () -> get(second, "/v1/models/far/one?layers=true").path("beneath").isObject());
    second.client().remove("far/one", Precondition.none()).await(30, TimeUnit.SECONDS);
    first.stop();
    until(
        "it leads",
        () -> send(second, "POST", "/v1/sources/far/refresh", "{}").statusCode() == 200);
    assertThat(has(second, "far/one")).isFalse();
    content = "{\"provider\": \"far\", \"models\": [{\"id\": \"far/one\", \"name\": \"New\"}]}";
    assertThat(send(second, "POST", "/v1/sources/far/refresh", "{}").statusCode()).isEqualTo(200);
    assertThat(has(second, "far/one")).isFalse();
  }

  private static String description(Started server, String id) {
    var entry = server.server.snapshot().get(id);
    return entry == null ? "" : String.valueOf(entry.model().description());
  }

  @Test
  void sources_areTheLeaders_askedForAnywhere_andTakenOver() throws Exception {
    Started first = started("road");
    Started second = started("road");
    String url = remote();
    HttpResponse<String> added =
        send(second, "POST", "/v1/sources", "{\"name\":\"far\",\"url\":\"" + url + "\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    until("both have it", () -> has(first, "far/one") && has(second, "far/one"));

    content = "{\"provider\": \"far\", \"models\": [{\"id\": \"far/one\"}, {\"id\": \"far/two\"}]}";
    assertThat(send(second, "POST", "/v1/sources/far/refresh", "{}").statusCode()).isEqualTo(200);
    until("both have it", () -> has(first, "far/two") && has(second, "far/two"));

    first.stop();
    until(
        "it leads",
        () -> get(second, "/v1/sources").path("data").path(0).path("models").asInt() == 2);
    content = "{\"provider\": \"far\", \"models\": [{\"id\": \"far/two\"}]}";
    until(
        "it reads it",
        () ->
            send(second, "POST", "/v1/sources/far/refresh", "{}").body().contains("\"missing\":1"));
    assertThat(description(second, "far/one")).isEqualTo("null");
    assertThat(has(second, "far/one")).as("deprecated, for some days").isTrue();
    HttpResponse<String> removed = send(second, "DELETE", "/v1/sources/far", "");
    assertThat(removed.statusCode()).as(removed.body()).isEqualTo(204);
    assertThat(has(second, "far/two")).isFalse();
  }

  /** The bus ends with the process: over it one is told where to ask. */
  @Test
  void whatTheLeaderDoes_isRefusedOnTheBus_withTheUrl() throws Exception {
    Started first = started("road");
    Started second = started("road");
    String url = "http://127.0.0.1:" + first.server.port();
    assertThatThrownBy(() -> new WebhookClient(second.vertx).list().await(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("sending webhooks is what " + url + " does");
    assertThatThrownBy(() -> new SourceClient(second.vertx).list().await(30, TimeUnit.SECONDS))
        .hasMessageContaining("reading remote sources is what " + url + " does");
    assertThat(new WebhookClient(first.vertx).list().await(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aWebhook_isTheSame_whicheverServerIsAsked() throws Exception {
    Started first = started("road");
    Started second = started("road");
    HttpResponse<String> made =
        send(second, "POST", "/v1/webhooks", "{\"url\":\"https://example.com/hook\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String location = made.headers().firstValue("location").orElseThrow();
    assertThat(send(second, "GET", location, "").body())
        .isEqualTo(send(first, "GET", location, "").body());
    HttpResponse<String> bad = send(second, "POST", "/v1/webhooks", "{\"url\":1}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).isEqualTo(send(first, "POST", "/v1/webhooks", "{\"url\":1}").body());
    assertThat(send(second, "DELETE", location, "").statusCode()).isEqualTo(204);
  }

  /** Two that each take the other for the leader would hand it on for ever. */
  @Test
  void nobodyHandsOnTwice() throws Exception {
    started("road");
    Started second = started("road");
    HttpResponse<String> refused =
        send(second, "GET", "/v1/webhooks", "", "x-understudy-handed-on", "1");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(refused.body()).contains("no server leads those of this log yet");
  }

  /** Whoever was told by one server goes on at another, also where that was not told yet. */
  @Test
  void whoGoesOnAtAnotherServer_isNotTakenForOneOfAnotherLog() throws Exception {
    Started first = started("road");
    Started second = started("road");
    for (int i = 0; i < 50; i++) {
      HttpResponse<String> made = send(first, "PUT", "/v1/models/m" + i, "{\"id\":\"m" + i + "\"}");
      String tag = made.headers().firstValue("etag").orElseThrow();
      long revision = Long.parseLong(tag.replaceAll("\"[^-]+-(\\d+).*", "$1"));
      HttpResponse<String> changes = send(second, "GET", "/v1/changes?since=" + revision, "");
      assertThat(changes.statusCode()).as(changes.body()).isEqualTo(200);
      HttpResponse<String> changed =
          send(second, "PATCH", "/v1/models/m" + i, "{\"name\":\"M\"}", "if-match", tag);
      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
      HttpResponse<String> late =
          send(first, "PATCH", "/v1/models/m" + i, "{\"name\":\"N\"}", "if-match", tag);
      assertThat(late.statusCode()).as(late.body()).isEqualTo(412);
      assertThat(send(first, "DELETE", "/v1/models/m" + i, "").statusCode()).isEqualTo(204);
      assertThat(send(second, "PATCH", "/v1/models/m" + i, "{\"name\":\"O\"}").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void usageOfBoth_isOneSum() throws Exception {
    Started first = started("road");
    Started second = started("road");
    for (Started each : List.of(first, second, second)) {
      each.client().recordUsage("road", RequestUsage.of(10, 5)).await(30, TimeUnit.SECONDS);
    }
    until(
        "all is counted",
        () ->
            get(first, "/v1/models/road/usage").at("/total/requests").asInt() == 3
                && get(second, "/v1/models/road/usage").at("/total/requests").asInt() == 3);
  }
}
