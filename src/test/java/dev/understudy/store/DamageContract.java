package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistryContents;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage stops the start, naming the revisions; with {@code acceptLoss} it goes on with what is
 * good, in a new epoch, and what is not is set aside.
 */
abstract class DamageContract {

  static final int REVISIONS = 40;

  final Vertx vertx = Vertx.vertx();
  private int epochs;

  @TempDir Path dir = Path.of("");

  /** What the registry was after each revision. */
  final TreeMap<Long, RegistryContents> written = new TreeMap<>();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  abstract RevisionLog log();

  /** A connection behind the log's back. */
  abstract Connection tables() throws Exception;

  String newEpoch() {
    return "epoch" + ++epochs;
  }

  void write() {
    write(REVISIONS);
  }

  /** Writes revisions, and ends in an orderly way. */
  void write(int count) {
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    for (int i = 0; i < count; i++) {
      String id = "m" + i % 10;
      String text = "text " + kept.revision();
      kept.write(
          registry -> registry.put(model(id, id + "-alias").with(b -> b.description(text)), ANY));
      written.put(kept.revision(), kept.contents());
    }
    kept.close();
  }

  /** The start is refused, twice, so that nothing was changed by the first; says why. */
  String refused() {
    String first = refusedOnce();
    assertThat(refusedOnce()).isEqualTo(first);
    assertThat(first).contains("Nothing was changed", "--accept-loss").doesNotContain("\n");
    return first;
  }

  private String refusedOnce() {
    Throwable refusal = catchThrowable(() -> KeptRegistry.open(vertx, log(), false).close());
    assertThat(refusal).isInstanceOf(UnderstudyException.class);
    assertThat(((UnderstudyException) refusal).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    return String.valueOf(refusal.getMessage());
  }

  /** Damage from a revision on: names the last good one and the last, and goes on from there. */
  void isGoodUpTo(long good) {
    assertThat(refused())
        .contains(
            "good up to revision " + good + "; there have been " + written.lastKey(),
            "goes on from revision " + good);
    goesOnFrom(good);
  }

  /** Loss accepted, all that is good is there, and from then on starts are as ever. */
  void goesOnFrom(long good) {
    KeptRegistry kept = KeptRegistry.open(vertx, log(), true);
    String epoch = kept.epoch();
    assertThat(epoch).isNotEqualTo("epoch1");
    assertThat(kept.revision()).isEqualTo(good);
    if (good > 0) {
      assertThat(kept.contents()).isEqualTo(written.get(good));
      assertThat(CrashTest.revisions(kept.log.history())).isEqualTo(good);
    }
    assertThat(kept.put("next").revision().number()).isEqualTo(good + 1);
    RegistryContents after = kept.contents();
    kept.close();

    KeptRegistry again = KeptRegistry.open(vertx, log(), false);
    assertThat(again.contents()).isEqualTo(after);
    assertThat(again.epoch()).isEqualTo(epoch);
    again.close();
  }

  void execute(String... statements) throws Exception {
    try (Connection connection = tables();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aChangedDefinition() throws Exception {
    write();
    execute(
        "UPDATE changes SET definition = replace(definition, 'text', 'texT') WHERE revision = 21");
    assertThat(refused()).contains("revision 21 is not as it was written");
    isGoodUpTo(20);
  }

  @Test
  void aChangedHash() throws Exception {
    write();
    try (Connection connection = tables()) {
      Tampering.set(connection, "UPDATE revisions SET chain = ? WHERE revision = 30", new byte[32]);
    }
    isGoodUpTo(29);
  }

  @Test
  void aChangedTime() throws Exception {
    write();
    execute("UPDATE revisions SET at_micros = at_micros + 1 WHERE revision = 40");
    isGoodUpTo(39);
  }

  @Test
  void aRowThatIsGone() throws Exception {
    write();
    execute("DELETE FROM changes WHERE revision = 5 AND position = 1");
    isGoodUpTo(4);
  }

  @Test
  void aRevisionThatIsGone() throws Exception {
    write();
    execute("DELETE FROM changes WHERE revision = 5", "DELETE FROM revisions WHERE revision = 5");
    assertThat(refused()).contains("revision 5 is missing");
    isGoodUpTo(4);
  }

  @Test
  void aTailThatIsGone() throws Exception {
    write();
    execute("DELETE FROM changes WHERE revision > 33", "DELETE FROM revisions WHERE revision > 33");
    isGoodUpTo(33);
  }

  /** As an old copy is: whole in itself. */
  @Test
  void aTailThatIsGone_withTheHeadInTheTables() throws Exception {
    write();
    execute("DELETE FROM changes WHERE revision > 33", "DELETE FROM revisions WHERE revision > 33");
    execute(
        "UPDATE store SET revision = 33, chain = (SELECT chain FROM revisions WHERE revision = 33)");
    assertThat(refused())
        .contains("it ends with revision 33", "but revision 40", "was acknowledged");
    isGoodUpTo(33);
  }

  /** Another log of the same length. */
  @Test
  void anotherEpoch() throws Exception {
    write();
    execute("UPDATE store SET epoch = 'other'");
    assertThat(refused()).contains("of epoch other", "of epoch epoch1 was acknowledged");
    goesOnFrom(REVISIONS);
  }

  @Test
  void aDamagedHeadFile() throws Exception {
    write();
    Path file = Tampering.headFile(dir);
    byte[] bytes = Files.readAllBytes(file);
    for (int slot = 0; slot < bytes.length; slot += 512) {
      bytes[slot + 30] ^= 1;
    }
    Files.write(file, bytes);
    assertThat(refused())
        .contains("its head, which is kept apart from it, is damaged", "it ends with revision 40");
    goesOnFrom(REVISIONS);
  }

  /** As when the process dies while it writes one: the other is one revision behind. */
  @Test
  void aHeadFileThatIsHalfWritten_isNoDamage() throws Exception {
    write();
    Path file = Tampering.headFile(dir);
    byte[] bytes = Files.readAllBytes(file);
    bytes[30] ^= 1;
    Files.write(file, bytes);
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    assertThat(kept.contents()).isEqualTo(written.lastEntry().getValue());
    kept.close();
  }

  /** What was counted and learned is not of the log: it stays. */
  @Test
  void theRestOfTheStore_stays() throws Exception {
    write();
    execute(
        "INSERT INTO learned_matches VALUES ('best', 'm1', 3, 2, 1, '0.5', 7)",
        "INSERT INTO usage_batches VALUES ('this', 4)",
        "UPDATE revisions SET cause = 'x' WHERE revision = 21");
    goesOnFrom(20);
    try (Connection connection = tables();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT model, batch FROM learned_matches, usage_batches")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getString(1) + found.getLong(2)).isEqualTo("m14");
    }
  }

  @Test
  void twoLossesOneAfterTheOther_areBothSetAside() throws Exception {
    write();
    execute("UPDATE revisions SET cause = 'x' WHERE revision = 21");
    goesOnFrom(20);
    execute("UPDATE revisions SET cause = 'x' WHERE revision = 21");
    goesOnFrom(20);
    assertThat(setAside()).isEqualTo(2);
  }

  /** How many times something was set aside after revision 20. */
  abstract int setAside() throws Exception;
}
