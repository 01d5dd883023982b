package dev.understudy.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, one for all tests of a run; each test has a database of its own. */
public final class TestPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** Its password is hashed once: thousands of times, as usual, were a third of some tests. */
  private static final String USER = "understudy";

  private static final String USER_WITH_SCRAM = "understudy_scram";

  /** As a later version's migrations would leave them; in either store. */
  static final String NEWER_TABLES =
      "INSERT INTO understudy_schema (installed_rank, version, description, type, script, checksum,"
          + " installed_by, installed_on, execution_time, success)"
          + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', CURRENT_TIMESTAMP, 1, TRUE)";

  static final String PASSWORD = "p@ss:w/rd";

  private static @Nullable TestPostgres running;

  private final Path dir;
  private EmbeddedPostgres server;

  private TestPostgres(Path dir) {
    this.dir = dir;
    this.server = started(0);
  }

  /** Starts it when it does not run yet; it ends with the tests. */
  public static synchronized TestPostgres shared() {
    TestPostgres shared = running;
    if (shared == null) {
      try {
        shared = new TestPostgres(Files.createTempDirectory("understudy-postgres"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running = shared;
      Runtime.getRuntime().addShutdownHook(new Thread(shared::end));
      shared.askForPasswords();
      shared.execute(
          "postgres",
          "CREATE USER " + USER_WITH_SCRAM + " SUPERUSER PASSWORD '" + PASSWORD + "'",
          "SET password_encryption = 'md5'",
          "CREATE USER " + USER + " SUPERUSER PASSWORD '" + PASSWORD + "'");
    }
    return shared;
  }

  private void askForPasswords() {
    try {
      Path rules = dir.resolve("pg_hba.conf");
      String all = Files.readString(rules);
      Files.writeString(rules, line(USER, "md5") + line(USER_WITH_SCRAM, "scram-sha-256") + all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("postgres", "SELECT pg_reload_conf()");
  }

  private static String line(String user, String method) {
    return "host all " + user + " 127.0.0.1/32 " + method + "\n";
  }

  /** With its defaults, in which a commit is not waited for: who wants that must say so. */
  private EmbeddedPostgres started(int port) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(dir)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setServerConfig("synchronous_commit", "off")
            .setPGStartupWait(Duration.ofSeconds(60));
    try {
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Makes an empty database. */
  public String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  /** As {@code --store} takes it. */
  public String url(String database) {
    return url(database, PASSWORD);
  }

  String urlWithScram(String database) {
    return url(USER_WITH_SCRAM, PASSWORD, database);
  }

  String url(String database, String password) {
    return url(USER, password, database);
  }

  private String url(String user, String password, String database) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(
            user,
            password.replace("@", "%40").replace(":", "%3A").replace("/", "%2F"),
            port(),
            database);
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database));
  }

  String jdbcUrl(String database) {
    return server.getJdbcUrl("postgres", database);
  }

  void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops it as a crash would: no connection is told, nothing is written that is not yet. */
  void stopAtOnce() {
    try {
      long pid = Long.parseLong(Files.readAllLines(dir.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again, on the same port with the same data. */
  void startAgain() {
    int port = port();
    close();
    server = started(port);
  }

  private void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    close();
    try (Stream<Path> files = Files.walk(dir)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
