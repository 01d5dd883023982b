package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDefinitionTest {

  private static final ModelDefinition PLAIN = ModelDefinition.builder("acme/one").build();

  /* --------------- operations --------------- */

  @ParameterizedTest
  @CsvSource({
    "ONE, true",
    "acme one, true",
    "'one  acme', true",
    "flagship, true",
    "uno, true",
    "Number, true",
    "ones, true",
    "makes words, true",
    "acme two, false",
    "acmeone, false",
    "'', true",
  })
  void matches_everyWordSomewhere(String query, boolean expected) {
    ModelDefinition model =
        PLAIN.with(
            b ->
                b.name("Number 1")
                    .family("ones")
                    .ownedBy("acme-inc")
                    .description("Makes words.")
                    .tags(List.of("flagship"))
                    .aliases(List.of(ModelAlias.of("uno"))));
    assertThat(model.matches(query)).isEqualTo(expected);
  }

  @Test
  void fineTune_statedOrSaidByTheId() {
    ModelDefinition stated = PLAIN.with(b -> b.parent("acme/zero"));
    ModelDefinition said = ModelDefinition.builder("ft:gpt-4o-mini:acme::x1").build();
    assertThat(stated.isFineTuned()).isTrue();
    assertThat(said.isFineTuned()).isTrue();
    assertThat(PLAIN.isFineTuned()).isFalse();
    assertThat(PLAIN.with(b -> b.baseModel("acme/zero")).isFineTuned()).isFalse();
  }

  @Test
  void baseModelId_statedBeforeParentBeforeId() {
    ModelDefinition said = ModelDefinition.builder("ft:gpt-4o-mini:acme::x1").build();
    assertThat(said.baseModelId()).isEqualTo("gpt-4o-mini");
    assertThat(said.with(b -> b.parent("p")).baseModelId()).isEqualTo("p");
    assertThat(said.with(b -> b.parent("p").baseModel("b")).baseModelId()).isEqualTo("b");
    assertThat(PLAIN.baseModelId()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Endpoint.class)
  void supportsEndpoint_nothingKnown_onlyConversations(Endpoint endpoint) {
    boolean open = Set.of(Endpoint.CHAT, Endpoint.RESPONSES, Endpoint.MESSAGES).contains(endpoint);
    assertThat(PLAIN.supportsEndpoint(endpoint)).isEqualTo(open);
    assertThat(PLAIN.supportsEndpoint(endpoint.jsonName())).isEqualTo(open);
    assertThat(PLAIN.supportsEndpoint(endpoint.path())).isEqualTo(open);
  }

  @ParameterizedTest
  @EnumSource(Endpoint.class)
  void supportsEndpoint_followsItsCapability(Endpoint endpoint) {
    Capability needed = Objects.requireNonNullElse(endpoint.needed(), Capability.CHAT);
    assertThat(with(needed, true).supportsEndpoint(endpoint)).isTrue();
    assertThat(with(needed, false).supportsEndpoint(endpoint)).isFalse();
  }

  private static ModelDefinition with(Capability capability, boolean value) {
    return PLAIN.with(b -> b.capabilities(b.capabilities().with(capability, value)));
  }

  @Test
  void supportsEndpoint_statedEndpoints_decideAlone() {
    ModelDefinition model =
        with(Capability.EMBEDDINGS, true).with(b -> b.endpoints(List.of(Endpoint.COMPLETIONS)));
    assertThat(model.supportsEndpoint(Endpoint.COMPLETIONS)).isTrue();
    assertThat(model.supportsEndpoint(Endpoint.EMBEDDINGS)).isFalse();
    assertThat(model.supportsEndpoint(Endpoint.CHAT)).isFalse();
  }

  @Test
  void supportsEndpoint_unknownName_isFalse() {
    assertThat(PLAIN.supportsEndpoint("/v1/fine_tuning/jobs")).isFalse();
  }

  @Test
  void with_changesOnlyWhatIsNamed() {
    ModelDefinition model = PLAIN.with(b -> b.family("ones").contextWindow(8192));
    ModelDefinition copy = model.with(b -> b.id("acme/two").contextWindow(4096));
    assertThat(copy)
        .isEqualTo(ModelDefinition.builder("acme/two").family("ones").contextWindow(4096).build());
    assertThat(model.contextWindow()).isEqualTo(8192);
  }

  @Test
  void names_idFirst() {
    ModelDefinition model =
        PLAIN.with(b -> b.aliases(List.of(ModelAlias.of("b"), ModelAlias.of("a"))));
    assertThat(model.names()).containsExactly("acme/one", "b", "a");
  }

  @Test
  void of_presets_giveCapabilitiesAndLatency() {
    ModelPricing pricing = ModelPricing.of(new BigDecimal("1.0"), new BigDecimal("2.0"));
    ModelDefinition model =
        ModelDefinition.of("myorg/custom-model", Preset.CHAT, LatencyPreset.MEDIUM, pricing);
    assertThat(model)
        .isEqualTo(
            ModelDefinition.builder("myorg/custom-model")
                .capabilities(Preset.CHAT.capabilities())
                .latencyProfile(LatencyPreset.MEDIUM.profile())
                .pricing(pricing)
                .build());
    assertThat(ModelDefinition.of("m", Preset.BASE, LatencyPreset.SMALL, null).pricing()).isNull();
  }

  /* --------------- OpenAI's form --------------- */

  @Test
  void toOpenAiModel_allKnown_inOpenAisOrder() {
    ModelDefinition model =
        PLAIN.with(
            b -> b.created(1_700_000_000L).ownedBy("acme").root("acme/zero").parent("acme/half"));
    assertThat(model.toOpenAiModel().entrySet().stream().map(Object::toString))
        .containsExactly(
            "id=acme/one",
            "object=model",
            "created=1700000000",
            "owned_by=acme",
            "root=acme/zero",
            "parent=acme/half");
  }

  @Test
  void toOpenAiModel_nothingKnown_hasWhatClientsRequire() {
    assertThat(PLAIN.toOpenAiModel().entrySet().stream().map(Object::toString))
        .containsExactly(
            "id=acme/one",
            "object=model",
            "created=0",
            "owned_by=unknown",
            "root=acme/one",
            "parent=null");
  }

  @Test
  void toOpenAiModel_releaseDate_standsInForCreated() {
    ModelDefinition model = PLAIN.with(b -> b.releaseDate(LocalDate.of(2024, 5, 13)));
    assertThat(model.toOpenAiModel()).containsEntry("created", 1_715_558_400L);
    assertThat(model.with(b -> b.created(0L)).toOpenAiModel()).containsEntry("created", 0L);
  }
}
