package dev.understudy.store;

import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Accepted;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.Recovered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log into which models are written at random. */
abstract class RandomLog {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int MODELS = 12;

  @TempDir Path folder;

  final Vertx vertx = Vertx.vertx();
  final List<Accepted> accepted = new ArrayList<>();
  final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  SqlDatabase database;
  SqlRevisionLog log;

  SqlDatabase newDatabase() {
    return new SqliteDatabase(vertx, folder, 0);
  }

  @BeforeEach
  void open() throws Exception {
    database = newDatabase();
    log = new SqlRevisionLog(vertx, database, () -> "e");
    registry.journal(accepted::add);
    registry.recover(done(log.open(false)));
  }

  @AfterEach
  void close() throws Exception {
    done(log.close());
    done(vertx.close());
  }

  static <T> T done(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  /** Writes of all kinds, each a second after the one before. */
  void write(Random random, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      accepted.clear();
      while (accepted.isEmpty()) {
        change(random);
      }
      Accepted made = accepted.get(0);
      long revision = made.write().revision().number();
      done(log.append(List.of(new LogEntry(START.plusSeconds(revision), Cause.WRITE, made))));
      registry.show(made);
    }
  }

  private void change(Random random) {
    String id = "m-" + random.nextInt(MODELS);
    if (random.nextInt(4) == 0 && registry.snapshot().get(id) != null) {
      registry.remove(id, Precondition.none());
    } else if (random.nextInt(5) == 0) {
      registry.registerAll(List.of(model("m-0", random), model("m-1", random)), OnConflict.REPLACE);
    } else {
      registry.register(model(id, random));
    }
  }

  private static ModelDefinition model(String id, Random random) {
    return ModelDefinition.builder(id)
        .contextWindow(1 + random.nextInt(1_000))
        .aliases(
            random.nextBoolean()
                ? List.of(ModelAlias.of(id + "-alias-" + random.nextInt(3)))
                : List.of())
        .build();
  }

  Recovered reopened() throws Exception {
    done(log.close());
    database = newDatabase();
    log = new SqlRevisionLog(vertx, database, () -> "never");
    return done(log.open(false));
  }

  static String alias(int number) {
    return "m-" + number / 3 + "-alias-" + number % 3;
  }
}
