package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.MoEArchitecture;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Named;
import dev.understudy.model.PriceUnit;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThresholdMode;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema says of catalog files what the loader says. */
class SchemaTest {

  private static final String SCHEMA = text(DIRECTORY.resolve("schema.json"));

  private static final Validator VALIDATOR =
      Validator.create(
          JsonSchema.of(new JsonObject(SCHEMA)),
          new JsonSchemaOptions()
              .setBaseUri("https://understudy.dev/")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Basic));

  private static final ObjectNode ROOT =
      Json.parseObject(SCHEMA.getBytes(java.nio.charset.StandardCharsets.UTF_8));

  @ParameterizedTest
  @MethodSource("dev.understudy.catalog.CatalogFormTest#files")
  void file_ofTheCatalog_isValid(Path file) {
    OutputUnit result = VALIDATOR.validate(new JsonObject(text(file)));
    assertThat(result.getValid()).as("%s", result.toJson()).isTrue();
  }

  @Test
  void shortestFile_isValid() {
    assertThat(isValid("{\"provider\": \"acme\", \"models\": [{\"id\": \"a\"}]}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"models\": []}",
        "{\"provider\": \"acme\"}",
        "{\"provider\": \"acme\", \"models\": [], \"colour\": \"red\"}",
        "{\"provider\": \"acme\", \"models\": [], \"defaults\": {\"name\": \"a\"}}",
        "{\"provider\": \"acme\", \"models\": [], \"sources\": {\"a\": 1}}"
      })
  void fileThatIsWrong_isInvalid(String file) {
    assertThat(isValid(file)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name': 'no id'",
        "'id': 'with space'",
        "'id': 'a', 'colour': 'red'",
        "'id': 'a', 'provider': 'acme'",
        "'id': 'a', 'context_window': 0",
        "'id': 'a', 'context_window': '8192'",
        "'id': 'a', 'can': ['fly']",
        "'id': 'a', 'capabilities': {'chat': 'yes'}",
        "'id': 'a', 'capabilities': {'fly': true}",
        "'id': 'a', 'capabilities': {'moe_config': {'total': 1}}",
        "'id': 'a', 'status': 'gone'",
        "'id': 'a', 'aliases': [{'kind': 'legacy'}]",
        "'id': 'a', 'release_date': 'May 2025'",
        "'id': 'a', 'training_data_cutoff': '2025-13'",
        "'id': 'a', 'modalities': {'input': ['text']}",
        "'id': 'a', 'pricing': {'input_per_million': -1}",
        "'id': 'a', 'pricing': {'conditional': [{'input_per_million': 1}]}",
        "'id': 'a', 'pricing': {'components': [{'unit': 'smile', 'amount': 1}]}",
        "'id': 'a', 'latency_profile': 'huge'",
        "'id': 'a', 'latency_profile': {'ttft_mean': 1}",
        "'id': 'a', 'reference_offers': [{'model': 'm'}]"
      })
  void modelThatIsWrong_isInvalid_andRefusedByTheLoader(String model) {
    String file = file(model);
    assertThat(isValid(file)).as("valid by the schema").isFalse();
    assertThat(isLoaded(file)).as("taken by the loader").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'id': 'a', 'context_window': null, 'aliases': ['b', {'name': 'c', 'hidden': true}]",
        "'id': 'a', 'can': ['chat'], 'cannot': [], 'capabilities': {'moe_config': {}, 'chat': null}",
        "'id': 'a/b:c', 'latency_profile': {'ttft_mean': 0.5, 'itl_mean': 0, 'basis': 'speed'}",
        "'id': 'a', 'latency_profile': {'ttft_mean': 1, 'itl_mean': 1, 'thinking_tokens': {'usual': 'none'}}",
        "'id': 'a', 'endpoints': ['chat', '/v1/rerank'], 'metadata': {'any': [1]}",
        "'id': 'a', 'pricing': {'conditional': [{'to': '2026-01-01', 'output_per_million': 0.1}]}"
      })
  void modelThatIsRight_isValid_andTakenByTheLoader(String model) {
    String file = file(model);
    assertThat(isValid(file)).as("valid by the schema").isTrue();
    assertThat(isLoaded(file)).as("taken by the loader").isTrue();
  }

  /* --------------- the schema keeps up with the code --------------- */

  @Test
  void fields_areThoseOfTheShortForm() {
    Set<String> expected = new TreeSet<>();
    Json.tree(ModelDefinition.builder("a").build()).fieldNames().forEachRemaining(expected::add);
    expected.removeAll(Set.of("provider", "origin", "derived", "fine_tuned"));
    expected.addAll(Set.of("extends", "can", "cannot"));
    Set<String> fields = new TreeSet<>();
    ROOT.at("/$defs/model/properties").fieldNames().forEachRemaining(fields::add);
    assertThat(fields).isEqualTo(expected);
  }

  @Test
  void words_areThoseOfTheDomain() {
    assertThat(words("/$defs/capability")).isEqualTo(names(Capability.values()));
    assertThat(words("/$defs/model/properties/status")).isEqualTo(names(ModelStatus.values()));
    assertThat(words("/$defs/alias/oneOf/1/properties/kind")).isEqualTo(names(AliasKind.values()));
    assertThat(words("/$defs/capabilities/properties/moe_config/properties/architecture"))
        .isEqualTo(names(MoEArchitecture.values()));
    assertThat(words("/$defs/pricing/properties/components/items/properties/unit"))
        .isEqualTo(names(PriceUnit.values()));
    assertThat(words("/$defs/conditional/properties/mode"))
        .isEqualTo(names(ThresholdMode.values()));
    assertThat(words("/$defs/latency/oneOf/0")).isEqualTo(names(LatencyPreset.values()));
    assertThat(words("/$defs/latency/oneOf/1/properties/basis"))
        .isEqualTo(names(LatencyBasis.values()));
    String usual = "/$defs/latency/oneOf/1/properties/thinking_tokens/properties/usual";
    assertThat(words(usual)).isEqualTo(names(ReasoningEffort.values()));
    assertThat(words("/properties/usual_effort/additionalProperties"))
        .isEqualTo(names(ReasoningEffort.values()));
    assertThat(words("/$defs/model/properties/endpoints/items"))
        .containsAll(names(Endpoint.values()))
        .containsAll(Arrays.stream(Endpoint.values()).map(Endpoint::path).toList());
  }

  private static List<String> words(String pointer) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : ROOT.at(pointer + "/enum")) {
      if (!word.isNull()) {
        words.add(word.textValue());
      }
    }
    return words;
  }

  private static List<String> names(Named[] constants) {
    return Arrays.stream(constants).map(Named::jsonName).toList();
  }

  private static String file(String model) {
    String quoted = model.replace('\'', '"');
    return "{\"provider\": \"acme\", \"models\": [{%s}]}".formatted(quoted);
  }

  private static boolean isValid(String file) {
    return Boolean.TRUE.equals(VALIDATOR.validate(new JsonObject(file)).getValid());
  }

  private static boolean isLoaded(String file) {
    try {
      Path directory = Files.createTempDirectory("schema");
      Path path = Files.writeString(directory.resolve("acme.json"), file);
      try {
        new CatalogLoader(directory).load();
        return true;
      } catch (CatalogException e) {
        return false;
      } finally {
        Files.delete(path);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
