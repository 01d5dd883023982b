package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Fault;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Preset;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelReaderTest {

  private static final ModelDefinition BASE =
      Samples.full(ModelDefinition.class).with(b -> b.id("acme/base").derived(Set.of()));

  private static final ModelReader READER =
      new ModelReader(id -> id.equals("acme/base") ? BASE : null, null);

  /* --------------- extends --------------- */

  @ParameterizedTest
  @EnumSource(Preset.class)
  void extends_preset_givesItsCapabilitiesOnly(Preset preset) {
    assertThat(read("{'id':'m','extends':'" + preset.jsonName() + "'}"))
        .isEqualTo(ModelDefinition.builder("m").capabilities(preset.capabilities()).build());
  }

  @Test
  void extends_model_inheritsWhatItIs_notWhatItIsCalledOrCosts() {
    assertThat(read("{'id':'m','extends':'acme/base'}"))
        .isEqualTo(
            ModelDefinition.builder("m")
                .family(BASE.family())
                .capabilities(BASE.capabilities())
                .modalities(BASE.modalities())
                .contextWindow(BASE.contextWindow())
                .maxInputTokens(BASE.maxInputTokens())
                .maxOutputTokens(BASE.maxOutputTokens())
                .embeddingDimensions(BASE.embeddingDimensions())
                .latencyProfile(BASE.latencyProfile())
                .license(BASE.license())
                .build());
  }

  @Test
  void extends_model_derivedFieldsAreNotInherited() {
    ModelReader reader =
        new ModelReader(id -> BASE.with(b -> b.derived(Set.of("family", "modalities"))), null);
    ModelDefinition model = reader.read(object("{'id':'m','extends':'acme/base'}"));
    assertThat(model.family()).isNull();
    assertThat(model.modalities()).isNull();
  }

  @Test
  void extends_ownFields_standAbove() {
    ModelDefinition model =
        read(
            "{'id':'m','extends':'acme/base','context_window':2000,'max_output_tokens':null,"
                + "'can':['speech'],'cannot':['chat'],'capabilities':{'streaming':null}}");
    assertThat(model.contextWindow()).isEqualTo(2000);
    assertThat(model.maxOutputTokens()).isNull();
    assertThat(model.capabilities().can(Capability.SPEECH)).isTrue();
    assertThat(model.capabilities().cannot(Capability.CHAT)).isTrue();
    assertThat(model.capabilities().isUnknown(Capability.STREAMING)).isTrue();
    assertThat(model.capabilities().moeConfig()).isEqualTo(BASE.capabilities().moeConfig());
  }

  @Test
  void extends_unknown_isRefusedWithThePresets() {
    assertThat(faults("{'id':'m','extends':'chatty'}"))
        .containsExactly(
            new Fault(
                "extends",
                "chatty",
                "the id of a model, or a preset: one of base, chat, vision, multimodal, reasoning,"
                    + " embeddings, moderation"));
  }

  @Test
  void defaults_thenExtended_thenOwn() {
    ObjectNode defaults =
        object("{'owned_by':'acme','family':'d','license':'d','can':['supports_seed','chat']}");
    ModelDefinition model =
        READER.read(
            object("{'id':'m','extends':'embeddings','family':'own','license':null}"), defaults);
    assertThat(model.ownedBy()).isEqualTo("acme");
    assertThat(model.family()).isEqualTo("own");
    assertThat(model.license()).isNull();
    assertThat(model.capabilities().can())
        .containsExactly(Capability.EMBEDDINGS, Capability.SUPPORTS_SEED);
    assertThat(model.capabilities().cannot()).containsExactly(Capability.CHAT);
  }

  @Test
  void defaults_faults_areToldAsTheirs() {
    assertThatThrownBy(
            () -> READER.read(object("{'id':'m'}"), object("{'family':5,'colour':'red'}")))
        .hasMessage(
            "defaults.family: 5 (expected: a string that is not blank);"
                + " defaults.colour: \"red\" (expected: no such field)");
  }

  /* --------------- short forms --------------- */

  @Test
  void can_andCannot_stateFlags() {
    ModelDefinition model = read("{'id':'m','can':['chat','moe'],'cannot':['vision']}");
    assertThat(model.capabilities().can()).containsExactly(Capability.CHAT, Capability.MOE);
    assertThat(model.capabilities().cannot()).containsExactly(Capability.VISION);
  }

  @Test
  void can_whatCannot_isRefused() {
    assertThat(faults("{'id':'m','can':['chat'],'cannot':['chat']}"))
        .extracting(Fault::path)
        .containsExactly("cannot");
  }

  @Test
  void can_unknownCapability_isNamedWithItsPlace() {
    assertThat(faults("{'id':'m','can':['chat','visoin']}"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.path()).isEqualTo("can[1]");
              assertThat(fault.value()).isEqualTo("\"visoin\"");
              assertThat(fault.expected()).startsWith("one of chat, completion, ");
            });
  }

  @ParameterizedTest
  @EnumSource(LatencyPreset.class)
  void latencyProfile_presetsName(LatencyPreset preset) {
    assertThat(read("{'id':'m','latency_profile':'" + preset.jsonName() + "'}").latencyProfile())
        .isEqualTo(preset.profile());
  }

  @Test
  void latencyProfile_means_haveTheDefaultSpreadAndMultipliers() {
    assertThat(
            read("{'id':'m','latency_profile':{'ttft_mean':0.3,'itl_mean':0.05}}").latencyProfile())
        .isEqualTo(LatencyProfile.ofMeans(0.3, 0.05));
  }

  @Test
  void aliases_textsAndObjects() {
    ModelDefinition model =
        read(
            "{'id':'m','aliases':['a',"
                + "{'name':'b','kind':'pointer','since':'2025-01-31','hidden':true}]}");
    assertThat(model.aliases())
        .containsExactly(
            ModelAlias.of("a"),
            new ModelAlias("b", AliasKind.POINTER, LocalDate.of(2025, 1, 31), true));
  }

  @Test
  void endpoints_namesAndPaths() {
    assertThat(read("{'id':'m','endpoints':['chat','/v1/embeddings']}").endpoints())
        .containsExactly(Endpoint.CHAT, Endpoint.EMBEDDINGS);
  }

  /* --------------- values --------------- */

  @Test
  void null_isUnknown() {
    ModelDefinition full = Samples.full(ModelDefinition.class);
    ObjectNode nulls = Json.tree(full);
    nulls.fieldNames().forEachRemaining(name -> nulls.putNull(name));
    nulls.put("id", "m");
    assertThat(READER.read(nulls)).isEqualTo(ModelDefinition.builder("m").build());
  }

  @Test
  void prices_areReadExactly() {
    ModelPricing pricing =
        read("{'id':'m','pricing':{'input_per_million':0.1,'output_per_million':1e-7}}").pricing();
    assertThat(pricing).isEqualTo(ModelPricing.of(dollars("0.1"), dollars("0.0000001")));
    assertThat(new String(Json.bytes(Objects.requireNonNull(pricing)), StandardCharsets.UTF_8))
        .contains("\"input_per_million\":0.1,\"output_per_million\":0.0000001,");
  }

  private static BigDecimal dollars(String amount) {
    return new BigDecimal(amount);
  }

  @Test
  void wholeNumbers_inAnyNotation() {
    ModelDefinition model =
        read("{'id':'m','context_window':1e3,'parameter_count':7.0,'max_output_tokens':12}");
    assertThat(model.contextWindow()).isEqualTo(1000);
    assertThat(model.parameterCount()).isEqualTo(7);
  }

  @Test
  void metadata_isFreeJson() {
    assertThat(read("{'id':'m','metadata':{'a':[1,0.10,{'b':null}],'c':1e2}}").metadata())
        .hasToString("{a=[1, 0.10, {b=null}], c=100}");
    assertThat(read("{'id':'m','metadata':{}}").metadata()).isEqualTo(Map.of());
  }

  @Test
  void derived_isLeftToTheRules_whenReadAsAWrite() {
    ObjectNode full = Json.tree(BASE.with(b -> b.derived(Set.of("family", "tags"))));
    assertThat(READER.read(full)).isEqualTo(BASE.with(b -> b.family(null).tags(List.of())));
  }

  private static List<Fault> faults(String json) {
    return Objects.requireNonNull(refusal(json), "not refused").faults();
  }

  private static @Nullable InvalidModelException refusal(String json) {
    return catchThrowableOfType(InvalidModelException.class, () -> read(json));
  }

  private static ModelDefinition read(String json) {
    return READER.read(object(json));
  }

  private static ObjectNode object(String json) {
    return Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
