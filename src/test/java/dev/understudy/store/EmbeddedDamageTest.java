package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage of a file. */
class EmbeddedDamageTest extends DamageContract {

  @Override
  RevisionLog log() {
    return Store.embedded(vertx, dir, 0, this::newEpoch).log();
  }

  private Path file() {
    return dir.resolve("understudy.db");
  }

  @Override
  Connection tables() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Override
  int setAside() throws IOException {
    return (int)
        filesNamed("understudy.db.lost-after-20").stream()
            .filter(file -> !file.toString().endsWith("-wal") && !file.toString().endsWith("-shm"))
            .count();
  }

  private List<Path> filesNamed(String start) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).toList();
    }
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(file());
  }

  /** Wherever a text of a definition lies in the file. */
  @Test
  void aFlippedBitInAKeptDefinition() throws Exception {
    write();
    byte[] bytes = bytes();
    int at = indexOf(bytes, "\"text 24\"");
    bytes[at + 7] ^= 1;
    Files.write(file(), bytes);
    assertThat(refused()).contains("revision 25 is not as it was written");
    isGoodUpTo(24);
    assertThat(bytes)
        .isEqualTo(Files.readAllBytes(filesNamed("understudy.db.lost-after-24").get(0)));
  }

  private static int indexOf(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).isPositive();
    return at;
  }

  /** A bit of any page, at the places where pages differ: their heads, middles and ends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 18, 2_000, 4_000})
  void aFlippedBitInAnyPage_neverGoesUnnoticed(int offset) throws Exception {
    write();
    byte[] whole = bytes();
    for (int page = 0; page * 4096 < whole.length; page++) {
      byte[] bytes = whole.clone();
      bytes[page * 4096 + offset] ^= 0x10;
      Files.write(file(), bytes);
      noticedOrHarmless(page);
      Files.write(file(), whole);
      Files.deleteIfExists(dir.resolve("understudy.db-wal"));
      Files.deleteIfExists(dir.resolve("understudy.db-shm"));
    }
  }

  /** An index or an unused place does no harm; what is read is what was written, or nothing. */
  private void noticedOrHarmless(int page) {
    KeptRegistry kept;
    try {
      kept = KeptRegistry.open(vertx, log(), false);
    } catch (dev.understudy.model.UnderstudyException noticed) {
      return;
    }
    assertThat(kept.contents()).as("page %d", page).isEqualTo(written.lastEntry().getValue());
    kept.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.95, 0.5, 0.2, 0.001})
  void aTruncatedFile(double share) throws Exception {
    write();
    long length = Files.size(file());
    try (RandomAccessFile access = new RandomAccessFile(file().toFile(), "rw")) {
      access.setLength((long) (length * share));
    }
    assertThat(refused()).contains("there have been " + REVISIONS);
    KeptRegistry kept = KeptRegistry.open(vertx, log(), true);
    long good = kept.revision();
    if (good > 0) {
      assertThat(kept.contents()).isEqualTo(written.get(good));
    }
    assertThat(kept.put("next").revision().number()).isEqualTo(good + 1);
    kept.close();
    assertThat(filesNamed("understudy.db.lost-after-" + good)).isNotEmpty();
  }

  @Test
  void anEmptyFile() throws Exception {
    write();
    Files.write(file(), new byte[0]);
    assertThat(refused()).contains("revision 40 (", "was acknowledged", "there have been 40");
    goesOnFrom(0);
  }

  @Test
  void aFileThatIsNoDatabase() throws Exception {
    write();
    Files.writeString(file(), "what is this? ".repeat(1_000));
    assertThat(refused()).contains("damaged", "there have been 40");
    goesOnFrom(0);
    assertThat(filesNamed("understudy.db.lost-after-0")).hasSize(1);
  }

  @Test
  void aDeletedFile() throws Exception {
    write();
    Files.delete(file());
    assertThat(refused())
        .contains("there is no understudy.db in " + dir, "revision 40 (", "was acknowledged");
    goesOnFrom(0);
  }

  /** To a copy of the files as a process leaves them that is killed, five revisions in the -wal. */
  private void killed() throws Exception {
    write(20);
    Path copy = Files.createDirectory(dir.resolve("copy"));
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    for (int i = 0; i < 5; i++) {
      String id = "late" + i;
      kept.write(registry -> registry.put(model(id), ANY));
      written.put(kept.revision(), kept.contents());
    }
    for (String name : List.of("understudy.db", "understudy.db-wal", "head")) {
      Files.copy(dir.resolve(name), copy.resolve(name));
    }
    kept.close();
    dir = copy;
  }

  /** All but the lock, which is each start's. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : filesNamed("")) {
      files.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    files.remove("lock");
    return files;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMissingFile_whoseWalIsThere_losesNothing(boolean isHeadThere) throws Exception {
    killed();
    Path away = Files.createDirectory(dir.resolve("away"));
    Files.move(file(), away.resolve("understudy.db"));
    Path head = dir.resolve("head");
    if (!isHeadThere) {
      Files.move(head, away.resolve("head"));
    }
    Files.move(away, dir.resolveSibling("away"));
    Map<String, String> before = files();
    assertThat(refused())
        .contains("there is no understudy.db in " + dir, "put it back, with the understudy.db-wal");
    assertThat(files()).isEqualTo(before);

    away = dir.resolveSibling("away");
    Files.move(away.resolve("understudy.db"), file());
    if (!isHeadThere) {
      Files.move(away.resolve("head"), head);
    }
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    assertThat(kept.contents()).isEqualTo(written.lastEntry().getValue());
    kept.close();
  }

  @Test
  void theWalOfAMissingFile_isSetAside_whenLossIsAccepted() throws Exception {
    killed();
    byte[] wal = Files.readAllBytes(dir.resolve("understudy.db-wal"));
    Files.delete(file());
    goesOnFrom(0);
    assertThat(filesNamed("understudy.db.lost-after-0-wal"))
        .singleElement()
        .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(wal));
  }

  /**
   * What was written is in the -wal file until a checkpoint, so a copy without it is an old one.
   */
  @Test
  void aDeletedWal() throws Exception {
    killed();
    Files.delete(dir.resolve("understudy.db-wal"));
    assertThat(refused()).contains("it ends with revision 20", "but revision 25");
    isGoodUpTo(20);
  }

  @Test
  void anOldCopyPutBack() throws Exception {
    write(20);
    Path copy = dir.resolve("copy");
    Files.copy(file(), copy);
    write(20);
    Files.copy(copy, file(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(refused())
        .contains(
            "it ends with revision 20", "but revision 40", "it was cut off, or is an old copy");
    isGoodUpTo(20);
  }

  @Test
  void aDeletedHeadFile() throws Exception {
    write();
    Files.delete(Tampering.headFile(dir));
    assertThat(refused())
        .contains(
            "its head, which is kept apart from it, is missing (expected: the file head that was",
            "it ends with revision 40");
    goesOnFrom(REVISIONS);
  }

  /** The store is made before its head is remembered. */
  @Test
  void aHeadFileThatIsMissing_ofALogWithoutRevisions_isNoDamage() throws Exception {
    KeptRegistry.open(vertx, log(), false).close();
    Files.delete(Tampering.headFile(dir));
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    assertThat(kept.put("a").revision().number()).isEqualTo(1);
    kept.close();
  }
}
