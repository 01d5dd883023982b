package dev.understudy.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The project's documentation, as files. */
final class Documents {

  /** Those whose Java is held to the tests of this package. */
  static final List<String> WITH_JAVA =
      List.of("README.md", "src/docs/guide.md", "src/docs/examples.md", "src/docs/migration.md");

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path SOURCES = Path.of("src/test/java/dev/understudy/docs");

  private Documents() {}

  static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  /** The pieces of Java in a document, without indentation and empty lines. */
  static List<String> java(String file) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = JAVA.matcher(read(file));
    while (matcher.find()) {
      blocks.add(plain(matcher.group(1)));
    }
    return blocks;
  }

  /** The sources of this package, without indentation and empty lines. */
  static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        sources.add(plain(Files.readString(file)));
      }
    }
    return sources;
  }

  private static String plain(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
