package dev.understudy.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Keeps what a {@link ModelMatcher} has learned in a JSON file. A reader sees the file of one
 * write, whole. Blocking; for one thread at a time.
 */
public final class MatchFile {

  private static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;

  /** What is kept in that file; its folder is made when it is first written. */
  public MatchFile(Path file) {
    this.file = file;
  }

  private record Document(int version, List<LearnedMatch> matches) {
    Document {
      matches = List.copyOf(matches);
    }
  }

  /**
   * What was written last; empty where there is no file.
   *
   * @throws DamagedException when it is not what {@link #write} writes
   * @throws IOException when it cannot be read
   */
  public List<LearnedMatch> read() throws IOException {
    if (Files.notExists(file)) {
      return List.of();
    }
    Document document = parse(Files.readAllBytes(file));
    if (document.version() != VERSION) {
      throw new DamagedException(
          "%s: version: %d (expected: %d)".formatted(file, document.version(), VERSION));
    }
    for (int i = 0; i < document.matches().size(); i++) {
      if (!isSound(document.matches().get(i))) {
        throw new DamagedException(
            "%s: matches[%d]: %s (expected: a query, a model, counts from 0)"
                .formatted(file, i, document.matches().get(i)));
      }
    }
    return document.matches();
  }

  private Document parse(byte[] bytes) throws DamagedException {
    try {
      Document read = MAPPER.readValue(bytes, Document.class);
      if (read != null) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new DamagedException(file + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new DamagedException(file + ": " + e.getMessage());
    }
    throw new DamagedException(file + ": null (expected: an object)");
  }

  private static boolean isSound(LearnedMatch match) {
    return Math.min(Math.min(match.matches(), match.successes()), match.failures()) >= 0
        && Double.isFinite(match.strength());
  }

  /** Writes all anew: to a file beside it, onto the disk, and then in its place. */
  public void write(List<LearnedMatch> matches) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path fresh = beside(".new");
    try (FileChannel channel =
            FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(MAPPER.writeValueAsBytes(new Document(VERSION, matches)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Moves a damaged file out of the way, over one that was set aside before.
   *
   * @return where it is now
   */
  public Path setAside() throws IOException {
    return Files.move(file, beside(".damaged"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** The file holds something else than what was written. */
  public static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }
}
