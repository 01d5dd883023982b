package dev.understudy.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.json.Json;
import dev.understudy.store.SnapshotFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of sources in the data folder: {@code sources.json}, those that were added, and
 * {@code sources/NAME.json}, what each had last. Each file is replaced at once. Blocks.
 *
 * @param dir the data folder; made when there is anything to keep
 */
record SourceFiles(Path dir) {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);

  /**
   * What a source had last.
   *
   * @param url where
   * @param failing why it could not be read since; null when it could
   */
  record Copy(
      String url,
      Fetched.Validators validators,
      @Nullable Instant lastSuccess,
      @Nullable Instant lastChange,
      @Nullable String failing,
      @Nullable Instant failingAt,
      List<SourceContent.Kept> models) {}

  /** Those that were added. */
  record Added(List<SourceSpec> sources) {}

  /** The sources that were added; none when there is no file. */
  List<SourceSpec> added() throws IOException {
    Added added = read(list(), Added.class);
    return added == null ? List.of() : added.sources();
  }

  void saveAdded(List<SourceSpec> sources) throws IOException {
    save(list(), new Added(sources));
  }

  /** Null when there is none, or none that can be read. */
  @Nullable Copy copy(String name) {
    try {
      return read(copyOf(name), Copy.class);
    } catch (IOException e) {
      LOG.warn("last copy of source {} not used: {}", name, e.getMessage());
      return null;
    }
  }

  void saveCopy(String name, Copy copy) throws IOException {
    save(copyOf(name), copy);
  }

  void deleteCopy(String name) throws IOException {
    Files.deleteIfExists(copyOf(name));
  }

  private Path list() {
    return dir.resolve("sources.json");
  }

  private Path copyOf(String name) {
    return dir.resolve("sources").resolve(name + ".json");
  }

  private static <T> @Nullable T read(Path file, Class<T> type) throws IOException {
    try {
      return Json.mapper().readValue(Files.readAllBytes(file), type);
    } catch (NoSuchFileException none) {
      return null;
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  private static void save(Path file, Object content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    SnapshotFile.save(file, new String(Json.bytes(content), StandardCharsets.UTF_8));
  }
}
