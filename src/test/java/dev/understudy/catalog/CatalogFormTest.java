package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.CATALOG;
import static dev.understudy.catalog.TheCatalog.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The files of the catalog are there for people to edit. */
class CatalogFormTest {

  private static final int LONGEST_LINE = 120;
  private static final int MEDIAN_LINES = 6;

  @Test
  void medianModel_takesFewShortLines() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (Path file : files()) {
      List<String> lines = Files.readAllLines(file);
      for (Lines model : models(file)) {
        lengths.add(model.last - model.first + 1);
        assertThat(lines.subList(model.first - 1, model.last))
            .as("%s from line %d", file, model.first)
            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LONGEST_LINE));
      }
    }
    lengths.sort(null);
    assertThat(lengths).hasSameSizeAs(CATALOG.models());
    assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(MEDIAN_LINES);
  }

  @Test
  void sources_areEachUsed() throws IOException {
    for (Path file : files()) {
      JsonNode root = Json.parse(Files.readAllBytes(file));
      Set<String> unused = new HashSet<>();
      root.path("sources").fieldNames().forEachRemaining(unused::add);
      root.path("models")
          .findValues("sources")
          .forEach(keys -> keys.forEach(key -> unused.remove(key.textValue())));
      assertThat(unused).as("sources of %s that no model names", file).isEmpty();
    }
  }

  static List<Path> files() {
    return CATALOG.providers().stream().map(p -> DIRECTORY.resolve(p + ".json")).toList();
  }

  private record Lines(int first, int last) {}

  /** From the line on which a model's object opens to the one on which it closes. */
  private static List<Lines> models(Path file) throws IOException {
    List<Lines> models = new ArrayList<>();
    try (JsonParser parser = Json.mapper().createParser(Files.readAllBytes(file))) {
      while (!"models".equals(parser.currentName())
          || parser.nextToken() != JsonToken.START_ARRAY) {
        parser.nextToken();
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int first = parser.currentTokenLocation().getLineNr();
        parser.skipChildren();
        models.add(new Lines(first, parser.currentTokenLocation().getLineNr()));
      }
    }
    return models;
  }
}
