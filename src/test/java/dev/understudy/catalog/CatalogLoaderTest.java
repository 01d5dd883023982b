package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ReferenceOffer;
import dev.understudy.model.ThinkingTokens;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogLoaderTest {

  private static final String ACME =
      """
      {
        "$schema": "./schema.json",
        "provider": "acme",
        "sources": {"card": "acme model card, read 2026-01-01", "prices": "acme price list"},
        "defaults": {"owned_by": "acme", "license": "proprietary", "sources": ["card"]},
        "models": [
          {"id": "acme-2-mini", "extends": "acme-2", "context_window": 8192, "sources": ["card", "prices"]},
          {"id": "acme-2", "extends": "chat", "family": "acme", "aliases": ["acme"], "can": ["tool_calling"],
           "context_window": 16384, "latency_profile": "small"}
        ]
      }
      """;

  private static final String ZENITH =
      """
      {
        "provider": "zenith",
        "models": [
          {"id": "zenith/tuned", "extends": "acme-2-mini", "max_output_tokens": 1024}
        ]
      }
      """;

  @TempDir Path directory;

  /* --------------- what is read --------------- */

  @Test
  void load_goodFiles_readsAllOfThem() throws IOException {
    write("acme.json", ACME);
    write("zenith.json", ZENITH);
    Catalog catalog = loader().load();
    assertThat(catalog.providers()).containsExactly("acme", "zenith");
    assertThat(ids(catalog.models())).containsExactly("acme-2-mini", "acme-2", "zenith/tuned");
    assertThat(ids(catalog.models("zenith"))).containsExactly("zenith/tuned");
  }

  @Test
  void load_model_hasProviderOriginAndTheTextOfItsSources() throws IOException {
    write("acme.json", ACME);
    ModelDefinition mini = loader().load().models().get(0);
    assertThat(mini.provider()).isEqualTo("acme");
    assertThat(mini.origin()).isEqualTo(Origin.catalog("acme.json"));
    assertThat(mini.ownedBy()).isEqualTo("acme");
    assertThat(mini.sources())
        .containsExactly("acme model card, read 2026-01-01", "acme price list");
    assertThat(loader().load().models().get(1).sources())
        .containsExactly("acme model card, read 2026-01-01");
  }

  @Test
  void load_extendsAcrossFiles_inheritsInAnyOrder() throws IOException {
    write("acme.json", ACME);
    write("zenith.json", ZENITH);
    ModelDefinition tuned = loader().models("zenith").get(0);
    assertThat(tuned.contextWindow()).isEqualTo(8192);
    assertThat(tuned.family()).isEqualTo("acme");
    assertThat(tuned.capabilities().can(Capability.TOOL_CALLING)).isTrue();
    assertThat(tuned.ownedBy()).as("defaults are those of its own file").isNull();
    assertThat(tuned.aliases()).isEmpty();
    assertThat(tuned.sources()).isEmpty();
  }

  @Test
  void load_tableOfOffers_goesToItsModels() throws IOException {
    write(
        "acme.json",
        """
        {"provider": "acme",
         "reference_offers": {"a": [{"host": "h1"}], "b": [{"host": "h2"}]},
         "models": [{"id": "a"}, {"id": "b", "reference_offers": [{"host": "h3"}]}, {"id": "c", "extends": "a"}]}
        """);
    assertThat(loader().load().models())
        .extracting(model -> model.referenceOffers().stream().map(ReferenceOffer::host).toList())
        .containsExactly(List.of("h1"), List.of("h3"), List.of());
  }

  @Test
  void load_tableOfEfforts_isHowItsModelsThinkUnasked() throws IOException {
    write(
        "acme.json",
        """
        {"provider": "acme",
         "usual_effort": {"a": "none", "b": "high"},
         "models": [{"id": "a", "latency_profile": "large"}, {"id": "c", "extends": "a"}, {"id": "d"},
          {"id": "b", "latency_profile": {"ttft_mean": 1, "itl_mean": 1, "thinking_tokens": {"low": 9}}}]}
        """);
    ThinkingTokens asked = ThinkingTokens.ofUsual(ReasoningEffort.NONE);
    assertThat(loader().load().models())
        .extracting(ModelDefinition::latencyProfile)
        .extracting(profile -> profile == null ? null : profile.thinkingTokens())
        .containsExactly(
            asked,
            asked,
            null,
            new ThinkingTokens(ReasoningEffort.HIGH, null, 9, null, null, null, null));
  }

  @Test
  void load_sourceOfLatency_isSpelledOut() throws IOException {
    String latency = "\"latency_profile\": {\"ttft_mean\": 1, \"itl_mean\": 1, \"source\": \"%s\"}";
    write(
        "acme.json",
        """
        {"provider": "acme", "sources": {"aa": "medians of 2026"}, "models": [
         {"id": "a", %s}, {"id": "b", %s}, {"id": "c", "extends": "a"}]}
        """
            .formatted(latency.formatted("aa: a-fast"), latency.formatted("own: a-fast")));
    assertThat(loader().load().models())
        .extracting(model -> Objects.requireNonNull(model.latencyProfile()).source())
        .containsExactly("medians of 2026: a-fast", "own: a-fast", "medians of 2026: a-fast");
  }

  @Test
  void load_longChain_costsNoStack() throws IOException {
    String models =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "{\"id\": \"m%d\", \"extends\": \"m%d\"}".formatted(i, i + 1))
            .collect(Collectors.joining(",\n"));
    write("acme.json", file("acme", models + ", {\"id\": \"m3000\", \"context_window\": 77}"));
    assertThat(loader().load().models())
        .hasSize(3_001)
        .extracting(ModelDefinition::contextWindow)
        .containsOnly(77);
  }

  @Test
  void load_schemaHiddenAndOtherFiles_areNotModels() throws IOException {
    write("acme.json", ACME);
    write("schema.json", "{}");
    write(".acme.json", "half a fi");
    write("acme.json~", "half a fi");
    Files.createDirectory(directory.resolve("old.json"));
    assertThat(loader().load().providers()).containsExactly("acme");
  }

  @Test
  void load_fileWithoutModels_isGood() throws IOException {
    write("acme.json", file("acme", ""));
    assertThat(loader().load().models()).isEmpty();
    assertThat(loader().load().providers()).containsExactly("acme");
  }

  @Test
  void fingerprint_tellsContentAndNames_notTimes() throws IOException {
    write("acme.json", file("acme", ""));
    String first = loader().load().fingerprint();
    write("acme.json", file("acme", ""));
    assertThat(loader().load().fingerprint()).isEqualTo(first).hasSize(64);
    write("acme.json", file("acme", " "));
    assertThat(loader().load().fingerprint()).isNotEqualTo(first);
  }

  /* --------------- which providers --------------- */

  @Test
  void load_someProviders_readsTheirModelsOnly() throws IOException {
    write("acme.json", ACME);
    write("zenith.json", ZENITH);
    Catalog catalog = loader().load(Set.of("zenith"));
    assertThat(catalog.providers()).containsExactly("zenith");
    assertThat(ids(catalog.models())).containsExactly("zenith/tuned");
    assertThat(catalog.models().get(0).contextWindow()).isEqualTo(8192);
    assertThatThrownBy(() -> catalog.models("acme"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("provider: acme (expected: one of zenith)");
  }

  @Test
  void load_unknownProvider_namesTheKnownOnes() throws IOException {
    write("acme.json", ACME);
    write("zenith.json", ZENITH);
    assertThatThrownBy(() -> loader().load(List.of("acme", "apex")))
        .hasMessage(directory + ": providers: apex (expected: all, or some of acme, zenith)");
    assertThatThrownBy(() -> loader().load(List.of()))
        .hasMessage(directory + ": providers: none (expected: all, or some of acme, zenith)");
  }

  @Test
  void load_faultInAFileThatIsNotChosen_isRefusedToo() throws IOException {
    write("acme.json", ACME);
    write("zenith.json", "{");
    assertThatThrownBy(() -> loader().load(Set.of("acme")))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("zenith.json: ");
  }

  private CatalogLoader loader() {
    return new CatalogLoader(directory);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String file(String provider, String models) {
    return "{\"provider\": \"%s\", \"models\": [%s]}".formatted(provider, models);
  }

  private static List<String> ids(List<ModelDefinition> models) {
    return models.stream().map(ModelDefinition::id).toList();
  }
}
