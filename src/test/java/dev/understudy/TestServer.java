package dev.understudy;

import dev.understudy.app.Server;
import dev.understudy.app.ServerEnvironment;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.VirtualClock;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server on a free port with the project's own catalog: for all tests of a class as a static
 * field, else for each. Its clock stands still, so that statuses do not depend on the day of the
 * test.
 */
public final class TestServer
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  /** The day of the test server. */
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final String[] settings;
  private StreamClock time = StreamClock.system();
  private Vertx vertx;
  private Server server;
  private boolean shared;

  /** A server with settings such as {@code simulation.seed=7}. */
  public TestServer(String... settings) {
    this.settings = settings;
  }

  /** The same, with a time to play streams by that a test moves. */
  public TestServer with(VirtualClock moved) {
    time = moved;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    start();
    shared = true;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (!shared) {
      start();
    }
  }

  private void start() throws Exception {
    vertx = Vertx.vertx();
    ConfigLoader loader =
        new ConfigLoader()
            .set("http.port=0")
            .set("store.url=memory")
            .set("catalog.reload_seconds=0");
    loader.set("http.event_loops=1"); // the same on every machine
    for (String setting : settings) {
      loader.set(setting);
    }
    ServerConfig config = loader.load(Path.of("").toAbsolutePath());
    ServerEnvironment environment =
        ServerEnvironment.of(Clock.fixed(NOW, ZoneOffset.UTC)).with(time);
    server = Server.start(vertx, config, environment).await(30, TimeUnit.SECONDS);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    stop();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!shared) {
      stop();
    }
  }

  private void stop() throws Exception {
    server.stop().eventually(vertx::close).await(30, TimeUnit.SECONDS);
  }

  /** The server's Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** The server. */
  public Server server() {
    return server;
  }

  /** A client on the server's bus. */
  public RegistryClient client() {
    return new RegistryClient(vertx);
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }
}
