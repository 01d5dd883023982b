package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogWatcherTest {

  private static final String GOOD = "{\"provider\": \"acme\", \"models\": [{\"id\": \"a\"}]}";
  private static final String OTHER = "{\"provider\": \"acme\", \"models\": [{\"id\": \"b\"}]}";
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path directory;

  private Instant now = START;

  @BeforeEach
  void write() throws IOException {
    write(GOOD, START.minusSeconds(60));
  }

  @Test
  void poll_nothingChanged_isFalse() {
    CatalogWatcher watcher = watcher();
    assertThat(watcher.poll()).isFalse();
    assertThat(watcher.poll()).isFalse();
  }

  @Test
  void poll_nothingWasLoaded_isTrueOnce() {
    CatalogWatcher watcher = new CatalogWatcher(directory, "", () -> now);
    assertThat(watcher.poll()).isTrue();
    assertThat(watcher.poll()).isFalse();
  }

  @Test
  void poll_changeBetweenLoadAndFirstPoll_isNotLost() throws IOException {
    CatalogWatcher watcher = watcher();
    write(OTHER, START);
    assertThat(watcher.poll()).isTrue();
    assertThat(watcher.poll()).isFalse();
  }

  @Test
  void poll_touchedFile_isNoChange() throws IOException {
    CatalogWatcher watcher = watcher();
    assertThat(watcher.poll()).isFalse();
    write(GOOD, START);
    assertThat(watcher.poll()).isFalse();
  }

  @Test
  void poll_newAndDeletedFiles_areChanges() throws IOException {
    CatalogWatcher watcher = watcher();
    Path file = directory.resolve("zenith.json");
    Files.writeString(file, "{\"provider\": \"zenith\", \"models\": []}");
    assertThat(watcher.poll()).isTrue();
    Files.delete(file);
    assertThat(watcher.poll()).isTrue();
    assertThat(watcher.poll()).isFalse();
  }

  @Test
  void poll_sameSizeWithinOneTickOfTheClock_isSeen() throws IOException {
    CatalogWatcher watcher = watcher();
    write(OTHER, START);
    assertThat(watcher.poll()).isTrue();
    write(GOOD, START);
    assertThat(watcher.poll()).as("same name, size and time, but too young").isTrue();
    now = START.plus(CatalogWatcher.SETTLED);
    assertThat(watcher.poll()).isFalse();
    write(OTHER, START);
    assertThat(watcher.poll()).as("old enough: the file is not read").isFalse();
  }

  @Test
  void poll_halfWrittenFile_isAFaultAndThenAChange() throws IOException {
    CatalogWatcher watcher = watcher();
    CatalogLoader loader = new CatalogLoader(directory);
    write(OTHER.substring(0, 30), START);
    assertThat(watcher.poll()).isTrue();
    assertThatThrownBy(loader::load)
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("acme.json: line 1, column 31: ");
    assertThat(watcher.poll()).as("tried again only when changed").isFalse();
    write(OTHER, START);
    assertThat(watcher.poll()).isTrue();
    assertThat(loader.load().models().get(0).id()).isEqualTo("b");
  }

  @Test
  void poll_directoryGoneAndBack_isTwoChanges() throws IOException {
    CatalogWatcher watcher = watcher();
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    assertThat(watcher.poll()).isTrue();
    assertThat(watcher.poll()).isFalse();
    Files.move(away, directory);
    assertThat(watcher.poll()).isTrue();
    assertThat(watcher.poll()).isFalse();
  }

  private CatalogWatcher watcher() {
    String loaded = new CatalogLoader(directory).load().fingerprint();
    return new CatalogWatcher(directory, loaded, () -> now);
  }

  private void write(String text, Instant modified) throws IOException {
    Path file = directory.resolve("acme.json");
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
