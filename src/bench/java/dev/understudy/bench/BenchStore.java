package dev.understudy.bench;

import dev.understudy.model.ModelDefinition;
import dev.understudy.store.Store;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** How fast writes are kept. */
final class BenchStore {

  private BenchStore() {}

  static void run(Arguments arguments) throws Exception {
    arguments.only("rounds", "seconds", "writers");
    System.out.println(Machine.description());
    double seconds = arguments.number("seconds", 6);
    List<ModelDefinition> models = SyntheticModels.models(1_000);
    Vertx vertx = Vertx.vertx();
    for (int round = 0; round < arguments.count("rounds", 3); round++) {
      double bare = bare(seconds / 2);
      System.out.printf(Locale.ROOT, "bare %,.0f/s%n", bare);
      for (int writers :
          java.util.Arrays.stream(arguments.text("writers", "1,16,256").split(",", -1))
              .mapToInt(Integer::parseInt)
              .toArray()) {
        Path dir = Files.createTempDirectory("bench-store");
        StoreWriters.Figures f =
            new StoreWriters(vertx, Store.embedded(vertx, dir, 0, () -> "bench").log(), models)
                .run(writers, seconds);
        System.out.printf(
            Locale.ROOT,
            "%4d writers %,8.0f/s  %5.2f x  p50 %.3f ms p99 %.3f ms%n",
            writers,
            f.perSecond(),
            f.perSecond() / bare,
            f.p50Millis(),
            f.p99Millis());
      }
    }
    vertx.close();
  }

  private static double bare(double seconds) throws Exception {
    Path file = Files.createTempDirectory("bench-bare").resolve("bare.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement setup = connection.createStatement()) {
      setup.executeQuery("PRAGMA journal_mode = WAL").close();
      setup.execute("PRAGMA synchronous = FULL");
      setup.execute(
          "CREATE TABLE changes (revision INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT, name TEXT, definition TEXT, PRIMARY KEY (revision, position)) WITHOUT ROWID");
      setup.execute("CREATE INDEX by_name ON changes (name, revision)");
      String body = "x".repeat(1_000);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO changes VALUES (?, ?, ?, ?, ?)")) {
        long start = System.nanoTime();
        long counted = start + (long) (seconds * 0.5e9);
        long end = start + (long) (seconds * 1e9);
        long count = 0;
        long revision = 0;
        long now = start;
        while (now < end) {
          insert.setLong(1, ++revision);
          insert.setLong(2, 0);
          insert.setString(3, "updated");
          insert.setString(4, SyntheticModels.id((int) (revision % 1_000)));
          insert.setString(5, body);
          insert.executeUpdate();
          now = System.nanoTime();
          if (now > counted) {
            count++;
          }
        }
        return count / ((now - counted) / 1e9);
      }
    }
  }
}
