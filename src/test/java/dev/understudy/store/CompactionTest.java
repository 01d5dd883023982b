package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compaction drops, and what it never does. */
class CompactionTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MODELS = 12;

  @TempDir Path folder;

  final Vertx vertx = Vertx.vertx();
  private final List<Accepted> accepted = new ArrayList<>();
  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private SqlDatabase database;
  private SqlRevisionLog log;

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

  private static <T> T done(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  /** Writes of all kinds, each a second after the one before. */
  private void write(Random random, int count) throws Exception {
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

  private Recovered reopened() throws Exception {
    done(log.close());
    database = newDatabase();
    log = new SqlRevisionLog(vertx, database, () -> "never");
    return done(log.open(false));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void compact_keepsTheLatestOfEach_andAllAfterTheFloor(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) {
      write(random, 40);
      long head = registry.snapshot().revision().number();
      List<Version> before = done(log.history().changes(0, LogPosition.WHOLE, 1_000));
      long floor = done(log.compact(new Retention(25, null), START)) - 1;
      assertThat(floor).isEqualTo(head - 25);
      List<Version> after = done(log.history().changes(0, LogPosition.WHOLE, 1_000));
      assertThat(after).isEqualTo(expected(before, floor));
      for (int i = 0; i < MODELS; i++) {
        String id = "m-" + i;
        for (long revision = floor; revision <= head; revision++) {
          Optional<Version> at = last(before, id, revision);
          assertThat(done(log.history().versionAt(id, revision))).isEqualTo(at);
        }
      }
      assertThat(done(log.history().wholeFrom())).isEqualTo(floor + 1);
      assertThat(done(log.history().wholeSince())).contains(START.plusSeconds(floor));
    }
    Recovered recovered = reopened();
    assertThat(recovered.models())
        .containsExactlyInAnyOrderElementsOf(registry.snapshot().kept().models());
    assertThat(recovered.revision()).isEqualTo(registry.snapshot().revision());
  }

  /** Up to the floor the last of each model, then all. */
  private static List<Version> expected(List<Version> before, long floor) {
    return before.stream()
        .filter(
            version ->
                version.revision().number() > floor
                    || last(before, version.id(), floor).equals(Optional.of(version)))
        .toList();
  }

  private static Optional<Version> last(List<Version> versions, String id, long revision) {
    return versions.stream()
        .filter(version -> version.id().equals(id) && version.revision().number() <= revision)
        .reduce((one, later) -> later);
  }

  @Test
  void retention_byAge() throws Exception {
    write(new Random(7), 50);
    Instant now = START.plusSeconds(50);
    assertThat(done(log.compact(new Retention(1_000, null), now))).isEqualTo(1);
    assertThat(done(log.compact(new Retention(1_000, Duration.ofSeconds(20)), now))).isEqualTo(31);
  }

  @Test
  void theLastRevision_staysWhole() throws Exception {
    write(new Random(8), 5);
    assertThat(done(log.compact(new Retention(1, Duration.ZERO), START.plusSeconds(99))))
        .isEqualTo(5);
  }

  @Test
  void aliasesOfBefore_areKnownAtTheFloor() throws Exception {
    write(new Random(9), 80);
    long head = registry.snapshot().revision().number();
    List<List<AliasMove>> before = new ArrayList<>();
    for (int i = 0; i < MODELS * 3; i++) {
      before.add(done(log.history().aliasMoves(alias(i), head - 9, 1)));
    }
    done(log.compact(new Retention(10, null), START));
    for (int i = 0; i < MODELS * 3; i++) {
      assertThat(done(log.history().aliasMoves(alias(i), head - 9, 1))).isEqualTo(before.get(i));
    }
  }

  private static String alias(int number) {
    return "m-" + number / 3 + "-alias-" + number % 3;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE changes SET definition = replace(definition, ':', '!') WHERE revision <= 10 AND kind <> 'removed'",
        "DELETE FROM changes WHERE revision <= 10",
        "UPDATE revisions SET cause = 'status' WHERE revision <= 10",
        "UPDATE revisions SET at_micros = at_micros + 1 WHERE revision <= 10",
        "UPDATE store SET floor_revision = floor_revision - 1",
        "UPDATE store SET floor_chain = chain"
      })
  void damageBelowTheFloor_isSeen(String damage) throws Exception {
    write(new Random(10), 40);
    done(log.compact(new Retention(25, null), START));
    int changed = done(database.write(session -> session.execute(damage, List.of())));
    assertThat(changed).isPositive();
    assertThatThrownBy(this::reopened).hasMessageContaining("--accept-loss");
  }
}
