package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The project's own catalog, read once, and the data that it was made from, where it is there. */
final class TheCatalog {

  static final Path DIRECTORY = Path.of("catalog");

  static final Catalog CATALOG = new CatalogLoader(DIRECTORY).load();

  static final Map<String, ModelDefinition> BY_ID =
      CATALOG.models().stream()
          .collect(Collectors.toUnmodifiableMap(ModelDefinition::id, Function.identity()));

  private TheCatalog() {}

  static ModelDefinition model(String id) {
    assertThat(BY_ID).containsKey(id);
    return Objects.requireNonNull(BY_ID.get(id));
  }

  /** A file of the shared data; the test is skipped where it is missing. */
  static JsonNode shared(String name) {
    Path file = Path.of(System.getProperty("shared.dir", "../shared"), "data", name);
    assumeTrue(Files.isReadable(file), () -> file + " is not there");
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a table among the test resources, without its heading. */
  static List<String> rows(String resource) {
    try (InputStream in = TheCatalog.class.getResourceAsStream("/" + resource)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
