package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.SourceClient;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.Precondition;
import dev.understudy.source.SourceSpec;
import dev.understudy.store.Version;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.UsageReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the Python original planned: each of its names in its Java form. */
class OriginalFuturesTest {

  private static final String ID = "openai/gpt-oss-120b";

  @RegisterExtension
  private final TestServer server =
      new TestServer("sources_schemes=http", "sources_allow=127.0.0.1");

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private void patch(String json) throws Exception {
    MergePatch patch = new MergePatch(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
    await(server.client().patch(ID, patch, Precondition.none()));
  }

  @Test
  void saveToFile_loadFromFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("models.snapshot");
    await(server.server().saveToFile(file));
    await(server.client().clear());
    assertThat(server.server().snapshot().count()).isZero();
    await(server.server().loadFromFile(file));
    assertThat(server.server().snapshot().count()).isGreaterThan(300);
  }

  @Test
  void fromUrl_enableAutoUpdate() throws Exception {
    String json = "[{\"id\": \"fakeai/one\"}]";
    int port =
        await(
                server
                    .vertx()
                    .createHttpServer()
                    .requestHandler(request -> request.response().end(json))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    String url = "http://127.0.0.1:" + port + "/registry.json";
    SourceClient sources = new SourceClient(server.vertx());
    await(sources.fromUrl("fakeai", url));
    assertThat(await(server.client().get("fakeai/one")).origin())
        .isEqualTo(Origin.source("fakeai"));
    assertThat(await(sources.get("fakeai")).nextRun()).isNotNull(); // hourly, about

    assertThat(await(autoUpdated(server.vertx(), url))).isEqualTo(1);
    assertThat(await(sources.get("often")).nextRun())
        .isBetween(TestServer.NOW.plusSeconds(54), TestServer.NOW.plusSeconds(66));
  }

  private static Future<Integer> autoUpdated(Vertx vertx, String url) {
    SourceClient sources = new SourceClient(vertx);
    SourceSpec often = SourceSpec.of("often", url).withIntervalSeconds(60);
    return sources
        .add(often)
        .compose(added -> sources.refresh("often"))
        .map(taken -> taken.source().models());
  }

  @Test
  void getVersion_listVersions() throws Exception {
    RegistryClient registry = server.client();
    patch("{\"version\": \"2025-10-01\", \"context_window\": 200000}");
    patch("{\"version\": \"2025-11-01\", \"context_window\": 300000}");
    Version model = await(registry.version(ID, "2025-10-01"));
    assertThat(model.model())
        .isNotNull()
        .extracting(ModelDefinition::contextWindow)
        .isEqualTo(200_000);
    List<Version> versions = await(registry.listVersions(ID));
    assertThat(versions).hasSize(3);
    assertThat(versions.get(0).model())
        .isNotNull()
        .extracting(ModelDefinition::version)
        .isEqualTo("2025-11-01");
  }

  @Test
  void recordUsage_getUsageStats() throws Exception {
    RegistryClient registry = server.client();
    await(registry.recordUsage(ID, RequestUsage.of(1_000, 0).withLatency(Duration.ofMillis(500))));
    UsageReport stats = await(registry.usage(ID));
    assertThat(stats.total().requests()).isEqualTo(1);
    assertThat(stats.total().inputTokens()).isEqualTo(1_000);
    assertThat(stats.total().latency().maxSeconds()).isEqualByComparingTo("0.5");
  }
}
