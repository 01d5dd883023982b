package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the guide loads beside the real catalog, and is what the guide says. */
class CatalogDocsTest {

  private static final Path GUIDE = Path.of("src", "docs", "catalog.md");

  @TempDir Path directory;

  @Test
  void newProvider_isANewFile_nothingElse() throws IOException {
    try (Stream<Path> files = Files.list(TheCatalog.DIRECTORY)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    Files.writeString(directory.resolve("acme.json"), example());
    Catalog catalog = new CatalogLoader(directory).load();
    List<ModelDefinition> models = catalog.models("acme");
    assertThat(catalog.models()).hasSize(TheCatalog.CATALOG.models().size() + models.size());
    assertThat(models).extracting(ModelDefinition::id).containsExactly("acme-2", "acme-2-mini");
    assertMini(models.get(1));
    assertThat(models.get(0).referenceOffers()).hasSize(1);
    assertThat(profile(models.get(0)).source())
        .isEqualTo("own measurement, 200 requests, 2026-11-21: acme-2");
  }

  private static void assertMini(ModelDefinition mini) {
    assertThat(mini.family()).isEqualTo("acme");
    assertThat(mini.contextWindow()).isEqualTo(200_000);
    assertThat(mini.maxOutputTokens()).isEqualTo(8_000);
    assertThat(mini.capabilities().can(Capability.TOOL_CALLING)).isTrue();
    assertThat(mini.capabilities().cannot(Capability.VISION)).isTrue();
    assertThat(mini.aliases()).isEmpty();
    assertThat(mini.tags()).isEmpty();
    assertThat(mini.sources()).containsExactly("acme.example/models/acme-2, read 2026-11-20");
  }

  private static LatencyProfile profile(ModelDefinition model) {
    return Objects.requireNonNull(model.latencyProfile());
  }

  private static String example() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf("```json") + "```json".length();
    return guide.substring(start, guide.indexOf("```", start));
  }
}
