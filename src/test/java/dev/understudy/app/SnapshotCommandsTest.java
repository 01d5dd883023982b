package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
import dev.understudy.store.Cause;
import dev.understudy.store.LogEntry;
import dev.understudy.store.RevisionLog;
import dev.understudy.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands snapshot and restore, of a running server and of a store. */
@ExtendWith(VertxExtension.class)
class SnapshotCommandsTest {

  private static final String SMALL = "catalog.providers=openai";

  @TempDir private Path work;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** The exit status; what was printed before is forgotten. */
  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String file() {
    return work.resolve("models.snapshot").toString();
  }

  private String data() {
    return work.resolve("data").toString();
  }

  @Test
  void aRunningServer_givesAndTakesSnapshots_andItsStoreIsRefused(Vertx vertx) throws Exception {
    var config =
        new ConfigLoader()
            .set("http.port=0")
            .set(SMALL)
            .set("data.dir", data())
            .load(Path.of("").toAbsolutePath());
    Server server = Server.start(vertx, config, Clock.systemUTC()).await(60, TimeUnit.SECONDS);
    String url = "http://127.0.0.1:" + server.port();
    ModelDefinition own = ModelDefinition.builder("acme/m").build();
    new RegistryClient(vertx).put(own, Precondition.none()).await(60, TimeUnit.SECONDS);

    assertThat(run("snapshot", file(), "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("understudy snapshot: data folder " + data() + ": in use by process ")
        .contains("--url http://");

    assertThat(run("snapshot", file(), "--url", url)).isZero();
    assertThat(out.toString()).startsWith("snapshot written to " + file() + ", ");
    assertThat(run("restore", file(), "--url", url)).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("restored: {\"revision\":2,\"changes\":0}");
    server.stop().await(60, TimeUnit.SECONDS);

    assertThat(run("restore", file(), "--url", url)).isEqualTo(1);
    assertThat(err.toString()).startsWith("understudy restore: ").doesNotContain("\tat ");
    assertThat(run("snapshot", file(), "--url", "not a url")).isEqualTo(1);
    assertThat(err.toString()).contains("--url: not a url (expected: such as http://");

    String before = Files.readString(Path.of(file()));
    assertThat(run("snapshot", file(), "--data", data(), "--set", "catalog.providers=meta"))
        .as("the store alone, whatever the catalog")
        .isZero();
    assertThat(Files.readString(Path.of(file())).lines().skip(1))
        .containsExactlyElementsOf(before.lines().skip(1).toList());

    String other = work.resolve("other").toString();
    assertThat(run("restore", file(), "--data", other, "--set", SMALL)).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("restored: revision 2, changes 1");
  }

  @Test
  void whatIsNoSnapshot_isRefused() throws Exception {
    Files.writeString(Path.of(file()), "{}");
    assertThat(run("restore", file(), "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "understudy restore: snapshot: understudy_snapshot: not there (expected: 1 or less, as");
    String missing = file() + "x";
    assertThat(run("restore", missing, "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString()).startsWith("understudy restore: " + missing + ": cannot be read");
    Files.write(Path.of(file()), new byte[] {(byte) 0xff, 0, 1});
    assertThat(run("restore", file(), "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "understudy restore: " + file() + ": not UTF-8 text (expected: a snapshot)");
    assertThat(Path.of(data())).as("no store is made for it").doesNotExist();
  }

  @Test
  void aSnapshot_isOfAStoreThatIsThere_andLeavesItAsItWas() throws Exception {
    Files.writeString(Path.of(file()), "an earlier one");
    assertThat(run("snapshot", file(), "--data", data())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("understudy snapshot: there is no store in " + data() + " (expected: ");
    assertThat(run("snapshot", file(), "--store", "memory")).isEqualTo(1);
    assertThat(err.toString()).startsWith("understudy snapshot: --store: memory (expected: ");
    assertThat(Path.of(data())).doesNotExist();
    String empty = work.resolve("empty").toString();
    store(empty, false);
    assertThat(run("snapshot", file(), "--data", empty)).isEqualTo(1);
    assertThat(err.toString()).contains("the store holds no models, so no snapshot was written");
    assertThat(Path.of(file())).hasContent("an earlier one");

    store(data(), true);
    Map<String, String> before = files(data());
    assertThat(run("snapshot", file(), "--data", data())).isZero();
    assertThat(files(data())).isEqualTo(before);
    Files.delete(Path.of(data(), "lock"));
    before.remove("lock");
    assertThat(run("snapshot", file(), "--data", data())).as("of a copy").isZero();
    assertThat(files(data())).isEqualTo(before);
    assertThat(Files.readString(Path.of(file()))).contains("\"id\":\"acme/m\"");

    String nowhere = work.resolve("no/folder").toString();
    assertThat(run("snapshot", nowhere, "--data", data())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "understudy snapshot: " + nowhere + ": cannot be written (expected: a file in a");
  }

  private static void store(String folder, boolean hasModel) throws Exception {
    Vertx vertx = Vertx.vertx();
    RevisionLog log = Store.embedded(vertx, Path.of(folder), 0, () -> "epoch").log();
    ModelRegistry registry =
        new ModelRegistry(Clock.systemUTC(), "epoch", id -> ModelDefinition.builder(id).build());
    List<LogEntry> entries = new ArrayList<>();
    registry.journal(accepted -> entries.add(new LogEntry(Instant.EPOCH, Cause.WRITE, accepted)));
    if (hasModel) {
      registry.put(ModelDefinition.builder("acme/m").build(), Precondition.none());
    }
    log.open(false)
        .compose(opened -> hasModel ? log.append(entries) : Future.succeededFuture())
        .eventually(log::close)
        .await(60, TimeUnit.SECONDS);
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private static Map<String, String> files(String folder) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(Path.of(folder))) {
      for (Path file : found.toList()) {
        files.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
