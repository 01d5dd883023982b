package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Precondition;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
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
        .startsWith("understudy snapshot: data folder " + data() + ": in use by process ");

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
    assertThat(err.toString()).startsWith("understudy restore: snapshot: ");
    String missing = file() + "x";
    assertThat(run("restore", missing, "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString()).startsWith("understudy restore: " + missing + ": cannot be read");
    String nowhere = work.resolve("no/folder").toString();
    assertThat(run("snapshot", nowhere, "--data", data(), "--set", SMALL)).isEqualTo(1);
    assertThat(err.toString()).startsWith("understudy snapshot: " + nowhere + ": ");
  }
}
