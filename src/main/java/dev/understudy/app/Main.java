package dev.understudy.app;

import dev.understudy.catalog.CatalogException;
import dev.understudy.config.ConfigException;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: reads the configuration, starts the server, says so in one line, and stops it. */
@Command(
    name = "understudy",
    mixinStandardHelpOptions = true,
    version = "understudy 0.1.0",
    sortOptions = false,
    subcommands = {
      FitCommand.class,
      PictureCommand.class,
      SnapshotCommand.class,
      RestoreCommand.class
    },
    description = "A registry of AI models, and a stand-in that plays them.",
    footer = {
      "",
      "Every key of conf/understudy.yaml can be set: --set simulation.seed=7, or as an",
      "environment variable, UNDERSTUDY_SIMULATION_SEED=7. Weakest first: the shipped",
      "defaults, --config, the environment, flags."
    })
public final class Main implements Callable<Integer> {

  private static final int FAILED = 1;

  @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 picks a free one (8000).")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (127.0.0.1).")
  private @Nullable String host;

  @Mixin private ServerOptions options = new ServerOptions();

  private Main() {}

  /** Starts the server, or says on stderr why not and exits with 1. */
  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    Vertx vertx = null;
    try {
      ServerConfig settled = options.settled(port, host);
      ServerEnvironment environment = ServerEnvironment.of(Clock.systemUTC());
      vertx = vertx(environment);
      Server server =
          Server.start(vertx, settled, environment)
              .await(1, TimeUnit.HOURS); // a long log is read whole
      stopAtSignal(vertx, server, settled.http().drainSeconds());
      System.out.println(readyLine(server, settled.http().host()));
      return 0;
    } catch (Exception e) {
      System.err.println("understudy cannot start: " + reason(e));
      if (vertx != null) {
        vertx.close();
      }
      return FAILED;
    }
  }

  /**
   * Its thread pools and the JVM are metered too. Its requests and messages are not: it takes them
   * by the ten thousand a second, and streams have meters of their own.
   */
  private static Vertx vertx(ServerEnvironment environment) {
    MicrometerMetricsOptions metrics =
        new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true);
    Stream.of(MetricsDomain.values())
        .filter(domain -> domain != MetricsDomain.NAMED_POOLS)
        .forEach(metrics::addDisabledMetricsCategory);
    metrics.addDisabledMetricsCategory("sql"); // of each client of a PostgreSQL, under one name
    return Vertx.builder()
        .with(new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(metrics))
        .withMetrics(new MicrometerMetricsFactory(environment.meters()))
        .build();
  }

  private static String readyLine(Server server, String host) {
    // Of the JVM: the process is older where a script has built first and then become it.
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return "understudy ready: http://%s:%d models=%d startup_ms=%d"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host,
            server.port(),
            server.snapshot().count(),
            Duration.between(started, Instant.now()).toMillis());
  }

  /** SIGTERM and SIGINT drain what is open and end the process with 0. */
  private static void stopAtSignal(Vertx vertx, Server server, int drainSeconds) {
    Runnable stop =
        () -> {
          System.err.println(
              "understudy stopping: what is open has up to " + drainSeconds + " s to end");
          try {
            server.stop().eventually(vertx::close).await(drainSeconds + 5L, TimeUnit.SECONDS);
          } catch (Exception late) {
            System.err.println("understudy stopped before all was closed: " + late);
          }
          Runtime.getRuntime().halt(0);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "understudy-stop"));
  }

  static String reason(Exception failure) {
    boolean expected =
        failure instanceof ConfigException
            || failure instanceof CatalogException
            || failure instanceof UnderstudyException
            || failure instanceof BindException;
    return expected ? String.valueOf(failure.getMessage()) : failure.toString();
  }
}
