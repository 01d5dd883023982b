package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Recovered;
import dev.understudy.store.RevisionLog;
import dev.understudy.store.SnapshotFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A command that reads or writes a snapshot: of a running server, or of what is in a store. Blocks.
 */
abstract class SnapshotWork implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final String ROUTE = "/v1/snapshot";
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int OK = 200;

  @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot.")
  private @Nullable Path given;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A running server, such as http://127.0.0.1:8000; else the store itself is used.")
  private @Nullable String url;

  @Mixin private ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    String name = "understudy " + spec.name() + ": ";
    try {
      spec.commandLine().getOut().println(run(Objects.requireNonNull(given)));
      return 0;
    } catch (NoSuchFileException e) {
      spec.commandLine().getErr().println(name + given + ": cannot be read (expected: a file)");
    } catch (ConnectException e) {
      spec.commandLine().getErr().println(name + url + ": nobody answers (expected: a server)");
    } catch (CharacterCodingException e) {
      spec.commandLine().getErr().println(name + given + ": not UTF-8 text (expected: a snapshot)");
    } catch (IOException e) {
      spec.commandLine().getErr().println(name + given + ": " + e);
    } catch (Exception e) {
      spec.commandLine().getErr().println(name + Main.reason(e));
    }
    return FAILED;
  }

  /** Does the work, and says what was done. */
  abstract String run(Path file) throws IOException, InterruptedException, TimeoutException;

  /** Uses the registry in a store, as a server does that nobody else can reach. */
  final <T> T withServer(Function<Server, Future<T>> use)
      throws TimeoutException, InterruptedException {
    ServerConfig settled = settled();
    return withVertx(
        vertx ->
            Server.start(vertx, settled, Clock.systemUTC())
                .compose(server -> use.apply(server).eventually(server::stop)));
  }

  private ServerConfig settled() {
    ServerConfig settled = options.settled("0", "127.0.0.1");
    if (settled.store().kind() == ServerConfig.StoreKind.MEMORY) {
      throw UnderstudyException.invalid(
          "--store", "memory", "a store that outlives the command, or --url of a running server");
    }
    return settled;
  }

  /** The text of what a store holds; nothing is written to it, no catalog is read. */
  final String kept() throws TimeoutException, InterruptedException {
    ServerConfig.Store store = settled().store();
    return withVertx(
        vertx -> {
          RevisionLog log = Stores.of(vertx, store).log();
          return log.read(store.acceptLoss()).map(SnapshotWork::written).eventually(log::close);
        });
  }

  /** One of nothing removes every model where it is restored: it is hardly meant. */
  private static String written(Recovered kept) {
    if (kept.models().isEmpty()) {
      throw new UnderstudyException(
          ErrorCode.STORE_UNAVAILABLE,
          "the store holds no models, so no snapshot was written (expected: the store of a server that has run; --data or --store names it)",
          null);
    }
    List<Recovered.Model> readable =
        kept.models().stream().filter(model -> !kept.unreadable().contains(model.id())).toList();
    Recovered written = new Recovered(kept.epoch(), kept.revision(), readable);
    return SnapshotFile.write(written, Instant.now());
  }

  private static <T> T withVertx(Function<Vertx, Future<T>> use)
      throws TimeoutException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      return use.apply(vertx).await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      vertx.close().await(1, TimeUnit.MINUTES);
    }
  }

  final boolean isOfRunningServer() {
    return url != null;
  }

  /** The text of a running server's snapshot. */
  final String get() throws IOException, InterruptedException {
    return sent(request().GET());
  }

  /** Restores a running server. */
  final String put(String text) throws IOException, InterruptedException {
    return sent(
        request()
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(text)));
  }

  private HttpRequest.Builder request() {
    try {
      return HttpRequest.newBuilder(URI.create(url + ROUTE)).timeout(LONGEST);
    } catch (IllegalArgumentException e) {
      throw UnderstudyException.invalid("--url", url, "such as http://127.0.0.1:8000");
    }
  }

  private String sent(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new UnderstudyException(
          ErrorCode.UNAVAILABLE,
          "%s answered %d: %s".formatted(url, response.statusCode(), reason(response.body())),
          null);
    }
    return response.body();
  }

  private static String reason(String body) {
    try {
      return Json.parse(body.getBytes(StandardCharsets.UTF_8)).at("/error/message").asText(body);
    } catch (UnderstudyException notJson) {
      return body;
    }
  }
}
