package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ConfigLoader;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a store that takes no writes. */
@ExtendWith(VertxExtension.class)
class StoreHealthTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private HttpResponse<String> send(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(port, "GET", path, "");
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  @Test
  void aFullStore_isSeen_andReadsGoOn(Vertx vertx) throws Exception {
    Files.writeString(folder.resolve("acme.json"), "{\"provider\":\"acme\",\"models\":[]}");
    var config =
        new ConfigLoader()
            .set("http.port=0")
            .set("store.max_bytes=150000")
            .set("catalog.dir", folder.toString())
            .set("data.dir", folder.resolve("data").toString())
            .load(Path.of("").toAbsolutePath());
    Server server = Server.start(vertx, config, Clock.systemUTC()).await(60, TimeUnit.SECONDS);
    int port = server.port();
    assertThat(get(port, "/health/ready")).contains("\"writes\":\"ok\"");
    assertThat(get(port, "/metrics"))
        .contains("understudy_store_writable 1", "understudy_store_writes_refused_total 0");

    String model = "{\"description\":\"" + "x".repeat(2_000) + "\"}";
    int status = 201;
    for (int i = 0; status == 201; i++) {
      status = send(port, "PUT", "/v1/models/m" + i, model).statusCode();
    }
    assertThat(status).isEqualTo(503);
    assertThat(get(port, "/health/ready"))
        .contains("\"status\":\"ok\"", "\"writes\":\"not kept", "full: it has ");
    assertThat(get(port, "/metrics"))
        .contains("understudy_store_writable 0", "understudy_store_writes_refused_total 1");

    server.stop().await(60, TimeUnit.SECONDS);
  }
}
