package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistryContents;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Stores that are full, and folders that are not to be had. */
class StoreLimitsTest {

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path dir = Path.of("");

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private KeptRegistry open(Path folder, long maxBytes) {
    return KeptRegistry.open(
        vertx, Store.embedded(vertx, folder, maxBytes, () -> "epoch").log(), false);
  }

  private UnderstudyException refused(Path folder) {
    UnderstudyException refusal =
        catchThrowableOfType(UnderstudyException.class, () -> open(folder, 0).close());
    assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    return refusal;
  }

  @Test
  void aFullStore_canBeCompacted_andTakesWritesAgain() {
    KeptRegistry kept = open(dir, 200_000);
    UnderstudyException full = null;
    for (int i = 0; full == null; i++) {
      String id = "m" + i % 10;
      String version = "v" + i;
      full =
          catchThrowableOfType(
              UnderstudyException.class,
              () -> kept.write(r -> r.put(large(id).with(b -> b.version(version)), ANY)));
    }
    assertThat(full).hasMessageContaining("full");
    long head = kept.revision();
    assertThat(KeptRegistry.await(kept.log.compact(new Retention(1, null), Instant.EPOCH)))
        .isEqualTo(head);
    assertThat(kept.put("next").revision().number()).isEqualTo(head + 1);
    kept.close();
  }

  @Test
  void aFullStore_refusesWrites_andReadsGoOn() {
    KeptRegistry kept = open(dir, 150_000);
    UnderstudyException full = null;
    RegistryContents before = kept.contents();
    for (int i = 0; i < 1_000 && full == null; i++) {
      String id = "m" + i;
      before = kept.contents();
      full =
          catchThrowableOfType(
              UnderstudyException.class, () -> kept.write(r -> r.put(large(id), ANY)));
    }
    assertThat(full)
        .isNotNull()
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageContaining("not kept, so nothing was changed")
        .message()
        .containsPattern(
            "full: it has 14\\d{4} bytes \\(expected: below store.max_bytes = 150000\\)");
    assertThat(before.models()).hasSizeBetween(10, 200);
    assertThat(kept.contents()).isEqualTo(before);
    assertThat(CrashTest.revisions(kept.log.history())).isEqualTo(kept.revision());
    assertThatThrownBy(() -> kept.write(r -> r.put(large("more"), ANY)))
        .hasMessageContaining("full");
    kept.close();

    KeptRegistry roomier = open(dir, 300_000);
    assertThat(roomier.contents()).isEqualTo(before);
    assertThat(roomier.put("next").revision().number()).isEqualTo(before.revision().number() + 1);
    roomier.close();
  }

  @Test
  void aBoundBelowWhatThereIs_isWarnedOf_andTheWriteThatNeedsMoreSaysHowMuchThereIs() {
    KeptRegistry kept = open(dir, 0);
    for (int i = 0; i < 50; i++) {
      String id = "m" + i;
      kept.write(r -> r.put(large(id), ANY));
    }
    kept.close();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SqliteDatabase.class);
    logger.addAppender(logged);
    logged.start();
    KeptRegistry bounded = open(dir, 10_000);
    logger.detachAppender(logged);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsPattern(
                        "it has 2\\d{5} bytes \\(expected: below store.max_bytes = 10000\\)"));
    UnderstudyException full = null;
    for (int i = 0; i < 20 && full == null; i++) {
      String id = "more" + i;
      full =
          catchThrowableOfType(
              UnderstudyException.class, () -> bounded.write(r -> r.put(large(id), ANY)));
    }
    assertThat(full)
        .message()
        .containsPattern(
            "full: it has 2\\d{5} bytes \\(expected: below store.max_bytes = 10000\\)");
    bounded.close();
  }

  private static dev.understudy.model.ModelDefinition large(String id) {
    return model(id).with(b -> b.description("x".repeat(2_000)));
  }

  @Test
  void aFolderThatCannotBeMade_isNamed() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThat(refused(file.resolve("data")))
        .hasMessageContaining("data folder " + file.resolve("data") + ": cannot be written")
        .hasMessageContaining("--data names another");
    assertThat(refused(Path.of("/proc/understudy"))).hasMessageContaining("cannot be written");
  }

  @Test
  void aHeadThatCannotBeRead_isNamed() throws Exception {
    Path head = Files.createDirectory(dir.resolve("head"));
    assertThat(refused(dir))
        .hasMessage(head + ": cannot be read (expected: a file of this user's)");
  }

  @Test
  void aFolderInUse_isRefused_untilItIsFree() {
    KeptRegistry first = open(dir, 0);
    assertThat(refused(dir))
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
        .hasMessageContaining("--data names another");
    first.put("a");
    first.close();
    KeptRegistry second = open(dir, 0);
    assertThat(second.revision()).isEqualTo(1);
    second.close();
  }

  @Test
  void aFolderInUseByAnotherProcess_isRefused() throws Exception {
    Path data = dir.resolve("data");
    try (ChildServer server = ChildServer.start(dir, List.of("--data", data.toString()))) {
      assertThat(refused(data)).hasMessageContaining("in use by process " + server.pid());
      server.kill();
    }
    KeptRegistry kept = open(data, 0);
    assertThatThrownBy(() -> ChildServer.start(dir, List.of("--data", data.toString())))
        .hasMessageContaining(
            "understudy cannot start: data folder " + data + ": in use by process")
        .hasMessageNotContainingAny("\tat ", "Exception");
    kept.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE understudy_schema SET checksum = 1 WHERE version = '1' | checksum mismatch for migration version 1
          DROP TABLE understudy_schema                                  | but no schema history table
          """)
  void tablesOfAnotherProgram_areRefused_inOneSentence(String sql, String why) throws Exception {
    open(dir, 0).close();
    try (Connection tables =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("understudy.db"));
        Statement statement = tables.createStatement()) {
      statement.execute(sql);
    }
    assertThat(refused(dir))
        .message()
        .endsWith(
            why
                + " (expected: tables that this version of the program, or an earlier one, has made)")
        .doesNotContain("repair", "http", "baseline", "\n");
  }

  @Test
  void tablesOfANewerVersion_areRefused() throws Exception {
    open(dir, 0).close();
    try (Connection tables =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("understudy.db"));
        Statement statement = tables.createStatement()) {
      statement.execute(TestPostgres.NEWER_TABLES);
    }
    assertThat(refused(dir))
        .hasMessageContaining(
            "tables are of version 99 (expected: at most " + Migrations.known() + ";")
        .hasMessageContaining("a newer Understudy");
  }
}
