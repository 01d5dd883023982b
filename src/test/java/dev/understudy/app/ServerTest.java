package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.bus.RegistryClient;
import dev.understudy.catalog.CatalogException;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.ModelRegistryAdapter;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in another's Vert.x: its start, its settings, its end. */
class ServerTest {

  private final List<Vertx> all = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : all) {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private Vertx vertx() {
    Vertx vertx = Vertx.vertx();
    all.add(vertx);
    return vertx;
  }

  private static ServerConfig config(String... settings) {
    ConfigLoader loader =
        new ConfigLoader()
            .set("http.port=0")
            .set("store.url=memory")
            .set("catalog.reload_seconds=0");
    for (String setting : settings) {
      loader.set(setting);
    }
    return loader.load(Path.of("").toAbsolutePath());
  }

  private static Server started(Vertx vertx, ServerConfig config) throws Exception {
    return Server.start(vertx, config, Clock.systemUTC()).await(30, TimeUnit.SECONDS);
  }

  private static int status(int port, String path) throws Exception {
    return get(HttpClient.newHttpClient(), port, path).await(10, TimeUnit.SECONDS);
  }

  @Test
  void twoServersInOneJvm_knowNothingOfEachOther() throws Exception {
    Vertx one = vertx();
    Vertx two = vertx();
    Server all = started(one, config());
    Server some = started(two, config("catalog.providers=openai, meta"));
    assertThat(all.port()).isNotEqualTo(some.port());
    assertThat(some.snapshot().stats().providers().keySet()).containsExactly("meta", "openai");
    assertThat(all.snapshot().count()).isGreaterThan(some.snapshot().count());
    assertThat(all.snapshot().epoch()).isNotEqualTo(some.snapshot().epoch());
    new RegistryClient(one)
        .register(ModelDefinition.builder("only-one").build())
        .await(10, TimeUnit.SECONDS);
    assertThat(all.snapshot().get("only-one")).isNotNull();
    assertThat(some.snapshot().get("only-one")).isNull();
    assertThat(status(all.port(), "/v1/models/only-one?resolve=strict")).isEqualTo(200);
    assertThat(status(some.port(), "/v1/models/only-one?resolve=strict")).isEqualTo(404);
  }

  @Test
  void stop_leavesNoThreadAndNoPort() throws Exception {
    Vertx vertx = vertx();
    Server server = started(vertx, config("worker.instances=2"));
    int port = server.port();
    assertThat(status(port, "/health/ready")).isEqualTo(200);
    new RegistryClient(vertx).search("gpt", 1).await(10, TimeUnit.SECONDS);
    assertThat(threads()).anyMatch(name -> name.startsWith("understudy-worker"));
    server.stop().await(10, TimeUnit.SECONDS);
    server.stop().await(10, TimeUnit.SECONDS); // may be called again
    assertThat(vertx.deploymentIDs()).isEmpty();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
    Set<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("understudy-worker"))
            .collect(Collectors.toSet());
    for (Thread thread : left) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @Test
  void portTaken_saysSo_andLeavesNothingBehind() throws Exception {
    Vertx vertx = vertx();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> started(vertx, config("http.port=" + taken.getLocalPort())))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .hasMessageContaining("free port");
    }
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void badCatalog_isNamed_andNothingStarts(@TempDir Path dir) throws Exception {
    Files.writeString(
        dir.resolve("acme.json"),
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"a\",\"created\":-1}]}");
    Vertx vertx = vertx();
    assertThatThrownBy(() -> started(vertx, config("catalog.dir=" + dir)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("acme.json")
        .hasMessageContaining("created");
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void eventLoops_shareThePort_andBothServe() throws Exception {
    Vertx vertx = vertx();
    Server server = started(vertx, config("http.event_loops=2"));
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server
        .setAutoCreateHandler(
            id -> {
              blocked.countDown();
              await(go);
              return ModelDefinition.builder(id).build();
            })
        .await(10, TimeUnit.SECONDS);
    // Makes the registry's loop wait; half of the connections are on the other.
    Future<ModelDefinition> made = new RegistryClient(vertx).getOrCreate("unheard-of");
    await(blocked);
    CountDownLatch half = new CountDownLatch(4);
    List<Future<Integer>> answers = new ArrayList<>();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < 8; i++) {
      answers.add(get(client, server.port(), "/v1/models/gpt-4o").onSuccess(s -> half.countDown()));
    }
    await(half);
    assertThat(answers).filteredOn(Future::isComplete).hasSize(4);
    go.countDown();
    Future.all(answers).await(10, TimeUnit.SECONDS);
    assertThat(answers).extracting(Future::result).containsOnly(200);
    made.await(10, TimeUnit.SECONDS);
    int port = server.port();
    server.stop().await(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
  }

  private static Future<Integer> get(HttpClient client, int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return Future.fromCompletionStage(
            client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .map(HttpResponse::statusCode);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asMap_putsAndRemovesFromAPlainThread_andThrowsOnAnEventLoop() throws Exception {
    Vertx vertx = vertx();
    ModelRegistryAdapter map = started(vertx, config("catalog.providers=meta")).asMap();
    ModelDefinition model = ModelDefinition.builder("mine").name("Mine").build();
    assertThat(map.put("mine", model)).isNull();
    ModelDefinition registered = map.get("mine");
    assertThat(registered).isNotNull();
    assertThat(registered.origin()).isEqualTo(Origin.API);
    assertThat(map.put("mine", model)).isEqualTo(registered);
    Promise<Throwable> thrown = Promise.promise();
    vertx.runOnContext(
        run -> {
          try {
            map.put("mine", model);
            thrown.fail("it waited on an event loop");
          } catch (IllegalStateException expected) {
            thrown.complete(expected);
          }
        });
    assertThat(thrown.future().await(10, TimeUnit.SECONDS))
        .hasMessageContaining("not an event loop");
    assertThat(map.remove("mine")).isEqualTo(registered);
    assertThat(map).doesNotContainKey("mine");
  }

  @Test
  void asMap_putsAndRemovesFromAWorkerVerticle() throws Exception {
    Vertx vertx = vertx();
    ModelRegistryAdapter map = started(vertx, config("catalog.providers=meta")).asMap();
    Promise<ModelDefinition> removed = Promise.promise();
    Deployable worker =
        context -> {
          map.put("mine", ModelDefinition.builder("mine").name("Mine").build());
          removed.complete(map.remove("mine"));
          return Future.succeededFuture();
        };
    vertx
        .deployVerticle(worker, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await(10, TimeUnit.SECONDS);
    assertThat(removed.future().await(10, TimeUnit.SECONDS).name()).isEqualTo("Mine");
    assertThat(map).doesNotContainKey("mine");
  }

  @Test
  void autoCreateHandler_isTheOwners() throws Exception {
    Vertx vertx = vertx();
    Server server = started(vertx, config("catalog.providers=meta"));
    server
        .setAutoCreateHandler(id -> ModelDefinition.builder(id).family("handmade").build())
        .await(10, TimeUnit.SECONDS);
    ModelDefinition made =
        new RegistryClient(vertx).getOrCreate("unheard-of").await(10, TimeUnit.SECONDS);
    assertThat(made.family()).isEqualTo("handmade");
    assertThat(made.origin()).isEqualTo(Origin.AUTO);
  }
}
