package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capability;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergePatchTest {

  private static final ModelDefinition MODEL =
      ModelDefinition.builder("acme/one")
          .family("ones")
          .contextWindow(8192)
          .maxOutputTokens(1024)
          .pricing(ModelPricing.of(new BigDecimal("0.1"), new BigDecimal("0.0000001")))
          .tags(List.of("a", "b"))
          .build();

  @Test
  void patch_withExtends_isRefused() {
    assertThatThrownBy(
            () -> new MergePatch(Json.mapper().createObjectNode().put("extends", "chat")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("extends: \"chat\" (expected: fields; only a whole model extends)");
  }

  private static LatencyProfile patched(LatencyProfile profile, String latency) {
    ModelDefinition model = ModelDefinition.builder("m").latencyProfile(profile).build();
    ModelDefinition patched = patch("{'latency_profile':" + latency + "}").applyTo(model);
    return Objects.requireNonNull(patched.latencyProfile());
  }

  @Test
  void deviationThatFollowedFromTheMean_followsTheNewOne() {
    LatencyProfile usual = LatencyProfile.ofMeans(0.57, 0.01);
    assertThat(patched(usual, "{'ttft_mean':0.1}")).isEqualTo(LatencyProfile.ofMeans(0.1, 0.01));
    assertThat(patched(usual, "{'itl_mean':0}")).isEqualTo(LatencyProfile.ofMeans(0.57, 0));
    assertThat(patched(usual, "{'vision_multiplier':1.5}")).isEqualTo(usual);
    assertThat(patched(usual, "{'ttft_distribution':'constant'}").ttft())
        .isEqualTo(LatencyDistribution.constant(0.57));
  }

  @Test
  void deviationOfItsOwn_stays() {
    LatencyProfile own = LatencyProfile.of(0.57, 0.05, 0.01, 0.001);
    assertThat(patched(own, "{'ttft_mean':0.1}"))
        .isEqualTo(LatencyProfile.of(0.1, 0.05, 0.01, 0.001));
    assertThatThrownBy(() -> patched(own, "{'ttft_mean':0.01}"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("latency_profile.ttft_std: 0.05");
  }

  /* --------------- can and cannot --------------- */

  @Test
  void lists_areKeptAsCapabilities() {
    assertThat(patch("{'can':['chat'],'cannot':['vision'],'capabilities':{'chat':true}}").json())
        .isEqualTo(object("{'capabilities':{'chat':true,'vision':false}}"));
    assertThat(patch("{'can':[],'cannot':null,'name':'x'}").json())
        .isEqualTo(object("{'name':'x'}"));
  }

  @Test
  void compose_listsAndFlags_theLaterHolds() {
    MergePatch can = patch("{'can':['kv_cache_sharing']}");
    MergePatch off = can.compose(patch("{'capabilities':{'kv_cache_sharing':false}}"));
    assertThat(off.applyTo(MODEL).capabilities().cannot())
        .containsExactly(Capability.KV_CACHE_SHARING);
    MergePatch on = off.compose(can);
    assertThat(on.applyTo(MODEL).capabilities().can()).containsExactly(Capability.KV_CACHE_SHARING);
    MergePatch cannot = on.compose(patch("{'cannot':['kv_cache_sharing']}"));
    assertThat(cannot.applyTo(MODEL).capabilities().cannot())
        .containsExactly(Capability.KV_CACHE_SHARING);
  }

  @Test
  void lists_overCapabilitiesMadeUnknown_areAllThatIsKnown() {
    ModelDefinition vision = merged(MODEL, "{'can':['vision','speech']}");
    ModelDefinition patched = merged(vision, "{'capabilities':null,'can':['chat']}");
    assertThat(patched.capabilities().can()).containsExactly(Capability.CHAT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"can\":\"chat\"} | can: \"chat\" (expected: an array)",
        "{\"cannot\":{\"chat\":1}} | cannot: {\"chat\":1} (expected: an array)",
        "{\"can\":[\"CHAT\",3]} | can[1]: 3 (expected: ",
        "{\"can\":[\"tool_calling\"],\"cannot\":[\"tool_calling\"]}"
            + " | cannot: tool_calling (expected: what is not in can as well)",
        "{\"can\":[\"chat\"],\"capabilities\":{\"chat\":false}}"
            + " | capabilities.chat: false (expected: true, as can has it)",
        "{\"cannot\":[\"chat\"],\"capabilities\":{\"chat\":null}}"
            + " | capabilities.chat: null (expected: false, as cannot has it)",
        "{\"can\":[\"chat\"],\"capabilities\":[]} | capabilities: [] (expected: an object)"
      })
  void lists_atFault_areRefusedAtOnce(String json, String message) {
    assertThatThrownBy(() -> patch(json))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }

  /* --------------- RFC 7396, with metadata as the document --------------- */

  static Stream<Arguments> rfcExamples() {
    return Stream.of(
        arguments("{'a':'b'}", "{'a':'c'}", "{'a':'c'}"),
        arguments("{'a':'b'}", "{'b':'c'}", "{'a':'b','b':'c'}"),
        arguments("{'a':'b'}", "{'a':null}", "{}"),
        arguments("{'a':'b','b':'c'}", "{'a':null}", "{'b':'c'}"),
        arguments("{'a':['b']}", "{'a':'c'}", "{'a':'c'}"),
        arguments("{'a':'c'}", "{'a':['b']}", "{'a':['b']}"),
        arguments("{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}", "{'a':{'b':'d'}}"),
        arguments("{'a':[{'b':'c'}]}", "{'a':[1]}", "{'a':[1]}"),
        arguments("{'e':null}", "{'a':1}", "{'e':null,'a':1}"),
        arguments("{'a':[1,2]}", "{'a':{'a':'b','c':null}}", "{'a':{'a':'b'}}"),
        arguments("{}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}"));
  }

  @ParameterizedTest
  @MethodSource("rfcExamples")
  void applyTo_rfcExample(String original, String patch, String result) {
    ModelDefinition model = merged(MODEL, "{'metadata':" + original + "}");
    assertThat(merged(model, "{'metadata':" + patch + "}"))
        .isEqualTo(merged(MODEL, "{'metadata':" + result + "}"));
  }

  /* --------------- definitions --------------- */

  @Test
  void applyTo_empty_changesNothing() {
    assertThat(merged(MODEL, "{}")).isEqualTo(MODEL);
    ModelDefinition full = Samples.full(ModelDefinition.class).with(b -> b.derived(Set.of()));
    assertThat(merged(full, "{}")).isEqualTo(full);
  }

  @Test
  void applyTo_null_makesUnknown() {
    ModelDefinition patched = merged(MODEL, "{'family':null,'pricing':null,'tags':null}");
    assertThat(patched).isEqualTo(MODEL.with(b -> b.family(null).pricing(null).tags(List.of())));
  }

  @Test
  void applyTo_objects_mergeAndArraysReplace() {
    ModelDefinition patched = merged(MODEL, "{'pricing':{'output_per_million':0.5},'tags':['c']}");
    assertThat(patched)
        .isEqualTo(
            MODEL.with(
                b ->
                    b.tags(List.of("c"))
                        .pricing(ModelPricing.of(new BigDecimal("0.1"), new BigDecimal("0.5")))));
  }

  @Test
  void applyTo_flag_leavesTheOtherFlags() {
    ModelDefinition chat = merged(MODEL, "{'capabilities':{'chat':true,'vision':false}}");
    ModelDefinition patched = merged(chat, "{'capabilities':{'vision':null,'speech':true}}");
    assertThat(patched.capabilities().can()).containsExactly(Capability.CHAT, Capability.SPEECH);
    assertThat(patched.capabilities().cannot()).isEmpty();
  }

  @Test
  void applyTo_derivedFields_areLeftToTheRules() {
    ModelDefinition derived =
        MODEL.with(b -> b.status(ModelStatus.ACTIVE).derived(Set.of("family", "tags", "status")));
    ModelDefinition patched = merged(derived, "{'tags':['mine'],'name':'One'}");
    assertThat(patched)
        .isEqualTo(MODEL.with(b -> b.name("One").family(null).tags(List.of("mine"))));
  }

  @Test
  void applyTo_badResult_namesEveryFault() {
    assertThatThrownBy(
            () -> merged(MODEL, "{'max_output_tokens':9000,'contextWindow':1,'tags':'x'}"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContainingAll(
            "tags: \"x\" (expected: an array)",
            "contextWindow: 1 (expected: no such field; there is context_window)",
            "max_output_tokens: 9000 (expected: at most context_window (8192))");
  }

  @Test
  void patch_isACopy() {
    ObjectNode node = object("{'family':'x'}");
    MergePatch patch = new MergePatch(node);
    node.put("family", "y");
    patch.json().put("family", "z");
    patch.steps().forEach(step -> step.put("family", "z"));
    assertThat(patch.json()).isEqualTo(object("{'family':'x'}"));
    assertThat(patch).isEqualTo(new MergePatch(object("{'family':'x'}")));
  }

  /* --------------- composition --------------- */

  @Test
  void compose_usually_isOnePatch() {
    MergePatch both =
        patch("{'family':'x','metadata':{'a':1}}")
            .compose(patch("{'family':null,'metadata':{'b':null}}"));
    assertThat(both.json()).isEqualTo(object("{'family':null,'metadata':{'a':1,'b':null}}"));
  }

  @Test
  void compose_objectInPlaceOfWhatTheFirstDropped_doesNotBringItBack() {
    ModelDefinition model = merged(MODEL, "{'metadata':{'old':1}}");
    MergePatch both = patch("{'metadata':null}").compose(patch("{'metadata':{'new':2}}"));
    assertThat(both.applyTo(model).metadata()).isEqualTo(Map.of("new", 2));
    assertThat(both.steps()).hasSize(2);
    assertThatThrownBy(both::json).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'family':null,'tags':['a']}"})
  void json_ofOneStep_isThePatch(String json) throws Exception {
    MergePatch patch = patch(json);
    assertThat(Json.bytes(patch)).isEqualTo(Json.bytes(patch.json()));
    assertThat(Json.mapper().readValue(Json.bytes(patch), MergePatch.class)).isEqualTo(patch);
  }

  @Test
  void json_ofSeveralSteps_isTheirArray() throws Exception {
    MergePatch both = patch("{'metadata':null}").compose(patch("{'metadata':{'new':2}}"));
    assertThat(new String(Json.bytes(both), StandardCharsets.UTF_8))
        .isEqualTo("[{\"metadata\":null},{\"metadata\":{\"new\":2}}]");
    assertThat(Json.mapper().readValue(Json.bytes(both), MergePatch.class)).isEqualTo(both);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "[{},null]"})
  void json_ofNoPatch_isRefused(String json) {
    assertThatThrownBy(() -> Json.mapper().readValue(json, MergePatch.class))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("merge patch");
  }

  @Property
  void compose_appliedOnce_isOneAfterTheOther(
      @ForAll("objects") ObjectNode document,
      @ForAll("objects") ObjectNode first,
      @ForAll("objects") ObjectNode second,
      @ForAll("objects") ObjectNode third) {
    ModelDefinition model = ofMetadata(document).applyTo(MODEL);
    MergePatch a = ofMetadata(first);
    MergePatch b = ofMetadata(second);
    MergePatch c = ofMetadata(third);
    ModelDefinition expected = c.applyTo(b.applyTo(a.applyTo(model)));
    assertThat(a.compose(b).compose(c).applyTo(model)).isEqualTo(expected);
    assertThat(a.compose(b.compose(c)).applyTo(model)).isEqualTo(expected);
  }

  private static MergePatch ofMetadata(ObjectNode metadata) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.set("metadata", metadata);
    return new MergePatch(patch);
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return object(3);
  }

  private static Arbitrary<ObjectNode> object(int depth) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), value(depth - 1))
        .ofMaxSize(3)
        .map(
            fields -> {
              ObjectNode node = JsonNodeFactory.instance.objectNode();
              node.setAll(fields);
              return node;
            });
  }

  private static Arbitrary<JsonNode> value(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    Arbitrary<JsonNode> leaf =
        Arbitraries.of(
            nodes.nullNode(),
            nodes.numberNode(1),
            nodes.textNode("x"),
            nodes.arrayNode().add(1),
            nodes.objectNode());
    return depth == 0 ? leaf : Arbitraries.oneOf(leaf, object(depth).map(JsonNode.class::cast));
  }

  private static ModelDefinition merged(ModelDefinition model, String patch) {
    return patch(patch).applyTo(model);
  }

  private static MergePatch patch(String json) {
    return new MergePatch(object(json));
  }

  private static ObjectNode object(String json) {
    return Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
