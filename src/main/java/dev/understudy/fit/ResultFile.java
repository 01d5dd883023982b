package dev.understudy.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of measurements, recognised by what is in it. It is read as a stream, and only durations
 * and token counts are kept. Immutable; blocks on the file.
 */
public final class ResultFile {

  private final Path path;
  private final @Nullable Form said;
  private final int run;

  /**
   * A file.
   *
   * @param said who wrote it; null to find out
   * @param run which run of it, from 1, where it may have several
   */
  public ResultFile(Path path, @Nullable Form said, int run) {
    if (run < 1) {
      throw new IllegalArgumentException("run: %d (expected: from 1)".formatted(run));
    }
    this.path = path;
    this.said = said;
    this.run = run;
  }

  /**
   * Reads it.
   *
   * @throws UnusableFileException when it is not there, of no known form, or says what cannot be
   */
  public Measurements read() {
    try {
      return readAs(said != null ? said : form());
    } catch (UnusableFileException e) {
      throw new UnusableFileException("%s: %s".formatted(path, e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new UnusableFileException(
          "%s: %s".formatted(path, JsonCursor.malformed(e).getMessage()));
    } catch (NoSuchFileException e) {
      throw UnusableFileException.at(path.toString(), "no such file", "a file of measurements");
    } catch (CharacterCodingException e) {
      throw UnusableFileException.at(path.toString(), "bytes that are no text", "UTF-8");
    } catch (IOException e) {
      throw new UnusableFileException("%s: cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private InputStream open() throws IOException {
    if (Files.isDirectory(path)) {
      throw UnusableFileException.at("the path", "a folder", "a file");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    in.mark(3);
    byte[] start = in.readNBytes(3);
    boolean mark = start.length == 3 && (start[0] & 0xff) == 0xef && (start[1] & 0xff) == 0xbb;
    if (!mark) {
      in.reset();
    }
    return in;
  }

  private Form form() throws IOException {
    try (InputStream in = open()) {
      int first = in.read();
      while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
        first = in.read();
      }
      if (first < 0) {
        throw UnusableFileException.at("the file", "empty", "measurements");
      }
      if (first != '{' && first != '[') {
        return Form.CSV;
      }
    }
    try (InputStream in = open();
        JsonCursor cursor = new JsonCursor(in)) {
      cursor.nextRoot();
      List<String> seen = new ArrayList<>();
      Form found = cursor.isObject() ? cursor.firstOf(name -> form(name, seen)) : null;
      if (found == null) {
        throw UnusableFileException.at(
            "the fields",
            seen.isEmpty() ? "none" : String.join(", ", seen),
            "those of a result of AIPerf, guidellm or vLLM's benchmark");
      }
      return found;
    }
  }

  private static @Nullable Form form(String name, List<String> seen) {
    if (seen.size() < 10) {
      seen.add(name.length() > 40 ? name.substring(0, 40) + "..." : name);
    }
    return Form.of(name);
  }

  private Measurements readAs(Form form) throws IOException {
    if (run > 1 && form != Form.GUIDELLM && form != Form.VLLM) {
      throw UnusableFileException.at("the file", "one run", "a run " + run);
    }
    if (form == Form.CSV) {
      try (InputStream in = open();
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
        return CsvReader.read(reader);
      }
    }
    try (InputStream in = open();
        JsonCursor cursor = new JsonCursor(in)) {
      if (!cursor.nextRoot()) {
        throw UnusableFileException.at("the file", "empty", "measurements");
      }
      return switch (form) {
        case AIPERF -> AiperfReader.read(cursor);
        case GUIDELLM -> GuidellmReader.read(cursor, run);
        case VLLM -> vllm(cursor);
        case SIMULATION -> SimulationReader.read(cursor);
        case CSV -> throw new AssertionError(form);
      };
    }
  }

  /** A file that was appended to has one result after the other. */
  private Measurements vllm(JsonCursor cursor) throws IOException {
    for (int i = 1; i < run; i++) {
      cursor.object(name -> {});
      if (!cursor.nextRoot()) {
        throw UnusableFileException.at("the file", i + " results", "a result " + run);
      }
    }
    return VllmReader.read(cursor);
  }
}
