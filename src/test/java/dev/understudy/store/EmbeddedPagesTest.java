package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistryContents;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a file that are damaged as a whole, also those that the log is not read from. */
class EmbeddedPagesTest {

  private static final int PAGE_BYTES = 4096;
  private static final int REVISIONS = 40;

  private final Vertx vertx = Vertx.vertx();
  private int epochs;

  @TempDir private Path dir;

  private RegistryContents contents;
  private String epoch;
  private byte[] whole;

  @BeforeEach
  void write() throws Exception {
    KeptRegistry kept = open(false);
    for (int i = 0; i < REVISIONS; i++) {
      String text = "text " + i;
      String id = "m" + i % 10;
      kept.write(
          registry -> registry.put(model(id, id + "-alias").with(b -> b.description(text)), ANY));
    }
    contents = kept.contents();
    epoch = kept.epoch();
    kept.close();
    whole = Files.readAllBytes(file());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Path file() {
    return dir.resolve("understudy.db");
  }

  private KeptRegistry open(boolean acceptLoss) {
    return KeptRegistry.open(
        vertx, Store.embedded(vertx, dir, 0, () -> "epoch" + ++epochs).log(), acceptLoss);
  }

  private void damage(int page) throws Exception {
    byte[] bytes = whole.clone();
    for (int i = 0; i < PAGE_BYTES; i++) {
      bytes[page * PAGE_BYTES + i] ^= 0x5a;
    }
    Files.write(file(), bytes);
  }

  private int page(String name) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_master WHERE name = '" + name + "'")) {
      assertThat(found.next()).isTrue();
      return found.getInt(1) - 1;
    }
  }

  private String refused() {
    return String.valueOf(
        catchThrowableOfType(UnderstudyException.class, () -> open(false).close()).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite_autoindex_changes_1",
        "place_lists",
        "usage",
        "sqlite_autoindex_usage_1",
        "usage_by_hour",
        "learned_matches",
        "understudy_schema"
      })
  void whatIsDamagedBesideTheRevisions_stopsTheStart_andIsMadeAnew(String name) throws Exception {
    damage(page(name));
    byte[] before = Files.readAllBytes(file());
    assertThat(refused())
        .contains(
            "all revisions are whole, but what goes with them is not: damaged: ",
            "good up to revision 40; there have been 40. Nothing was changed",
            "--accept-loss")
        .doesNotContain("\n");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);

    KeptRegistry kept = open(true);
    assertThat(kept.contents()).isEqualTo(contents);
    assertThat(kept.epoch()).as("no revision is lost").isEqualTo(epoch);
    assertThat(CrashTest.revisions(kept.log.history())).isEqualTo(REVISIONS);
    kept.put("next");
    RegistryContents after = kept.contents();
    kept.close();
    assertThat(Files.readAllBytes(dir.resolve("understudy.db.lost-after-40"))).isEqualTo(before);

    KeptRegistry again = open(false);
    assertThat(again.contents()).isEqualTo(after);
    again.close();
  }

  @Test
  void anyPage_stopsTheStart_andLossAccepted_itTakesWrites() throws Exception {
    for (int page = 0; page * PAGE_BYTES < whole.length; page++) {
      damage(page);
      byte[] head = Files.readAllBytes(dir.resolve("head"));
      assertThat(refused()).as("page %d", page).contains("damaged: ", "Nothing was changed");
      KeptRegistry kept = open(true);
      long good = kept.revision();
      assertThat(kept.put("next").revision().number()).as("page %d", page).isEqualTo(good + 1);
      kept.close();
      try (Stream<Path> files = Files.list(dir)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      Files.write(dir.resolve("head"), head);
    }
  }
}
