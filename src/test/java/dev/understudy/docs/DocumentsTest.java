package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the documentation to the code. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");

  static List<String> withJava() {
    return Documents.WITH_JAVA;
  }

  static List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/docs"))) {
      Stream<String> documents = files.filter(Files::isRegularFile).map(Path::toString).sorted();
      return Stream.concat(Stream.of("README.md"), documents).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("withJava")
  void every_piece_of_java_is_compiled_and_run_here(String file) throws IOException {
    String sources = String.join("", Documents.sources());

    assertThat(Documents.java(file)).isNotEmpty().allSatisfy(b -> assertThat(sources).contains(b));
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_link_leads_somewhere(String file) throws IOException {
    Path at = Path.of(file).toAbsolutePath();
    Matcher link = LINK.matcher(Documents.read(file));
    while (link.find()) {
      assertThat(at.resolveSibling(link.group(1))).as(link.group()).exists();
    }
  }

  @Test
  void readme_has_every_key_of_the_configuration_with_its_default() throws IOException {
    String readme = Documents.read("README.md");
    JsonNode defaults = new YAMLMapper().readTree(Path.of("conf/understudy.yaml").toFile());

    assertThat(defaults.properties()).isNotEmpty();
    for (var section : defaults.properties()) {
      JsonNode value = section.getValue();
      if (!value.isObject()) {
        String shown = value.isArray() ? value.toString() : value.asText();
        assertThat(readme).contains("| `%s` | `%s` |".formatted(section.getKey(), shown));
      }
      for (var key : section.getValue().properties()) {
        String row = "| `%s.%s` | `%s` |";
        assertThat(readme)
            .contains(row.formatted(section.getKey(), key.getKey(), key.getValue().asText()));
      }
    }
  }

  @Test
  void guide_has_every_latency_preset_with_its_figures() throws IOException {
    String guide = Documents.read("src/docs/guide.md");

    for (LatencyPreset preset : LatencyPreset.values()) {
      LatencyProfile profile = preset.profile();
      String row = "(?m)^\\| `%s` \\| [^|]+ \\| %s \\| %s \\| %s \\|$";
      assertThat(guide)
          .containsPattern(
              row.formatted(
                  preset.jsonName(),
                  profile.ttftMean(),
                  profile.itlMean(),
                  BigDecimal.valueOf(profile.reasoningMultiplier())
                      .stripTrailingZeros()
                      .toPlainString()));
    }
  }
}
