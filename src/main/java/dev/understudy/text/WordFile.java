package dev.understudy.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Files of words that belong to the program. Safe on any thread; reading blocks. */
public final class WordFile {

  private WordFile() {}

  /** The lines of a file. */
  public static List<String> lines(String file) {
    String path = "/dev/understudy/" + file;
    try (InputStream in = Objects.requireNonNull(WordFile.class.getResourceAsStream(path), path);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word as it begins a sentence. */
  public static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
