package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Fault;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a definition is told whole, and quickly. */
class ModelReaderFaultsTest {

  private static final ModelDefinition BASE =
      Samples.full(ModelDefinition.class).with(b -> b.id("acme/base").derived(Set.of()));

  private static final ModelReader READER =
      new ModelReader(id -> id.equals("acme/base") ? BASE : null, null);

  @Test
  void unknownField_namesTheNearOne() {
    assertThat(faults("{'id':'m','contextWindow':5,'pricing':{'input-per-million':1},'hue':1}"))
        .containsExactlyInAnyOrder(
            new Fault("contextWindow", "5", "no such field; there is context_window"),
            new Fault(
                "pricing.input-per-million", "1", "no such field; there is input_per_million"),
            new Fault("hue", "1", "no such field"));
  }

  @Test
  void wrongTypes_areAllReported() {
    assertThat(
            faults(
                "{'id':5,'name':'','created':'now','status':'gone','aliases':'a','tags':[1,'x'],"
                    + "'endpoints':['chta'],'capabilities':{'chat':'yes','moe_config':[]},"
                    + "'modalities':'text','context_window':1.5,'max_input_tokens':3000000000,"
                    + "'pricing':5,'reference_offers':[{'host':1}],'latency_profile':'slow',"
                    + "'release_date':'2025-02-30','open_weights':'yes','metadata':[],"
                    + "'origin':'nowhere','sources':{},'can':{}}"))
        .extracting(Fault::path)
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "created",
            "status",
            "aliases",
            "tags[0]",
            "endpoints[0]",
            "capabilities.chat",
            "capabilities.moe_config",
            "modalities",
            "context_window",
            "max_input_tokens",
            "pricing",
            "reference_offers[0].host",
            "latency_profile",
            "release_date",
            "open_weights",
            "metadata",
            "origin",
            "sources",
            "can");
  }

  @Test
  void wrongTypesAndWrongValues_areToldTogether() {
    assertThat(
            faults(
                "{'id':'m','name':5,'context_window':10,'max_output_tokens':11,'tags':['a','a']}"))
        .extracting(Fault::path)
        .containsExactly("name", "tags[1]", "max_output_tokens");
  }

  @Test
  void wrongType_isNotHeldAgainstAnInheritedValue() {
    assertThat(
            faults(
                "{'id':'m','extends':'acme/base','context_window':'8k','max_output_tokens':2000000}"))
        .extracting(Fault::path)
        .containsExactly("context_window");
  }

  @Test
  void capabilityInBothLists_isNamedAsInJson() {
    assertThat(faults("{'id':'m','can':['tool_calling','chat'],'cannot':['tool_calling']}"))
        .containsExactly(new Fault("cannot", "[tool_calling]", "what is not in can as well"));
  }

  @Test
  void veryManyUnknownFields_areNotAllLookedAt() {
    StringBuilder json = new StringBuilder("{'id':'m'");
    for (int i = 0; i < 300_000; i++) {
      json.append(",'x").append(i).append("':0");
    }
    String model = json.append('}').toString();
    List<Fault> faults = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> faults(model));
    assertThat(faults).hasSize(101);
  }

  @Test
  void missingId_isNamed() {
    assertThat(faults("{'name':'M'}")).containsExactly(new Fault("id", null, "the model's id"));
  }

  @Test
  void pricing_faultsOfAllItsParts_areTold() {
    assertThat(
            faults(
                "{'id':'m','pricing':{'input_per_million':-1,'output_per_million':'1',"
                    + "'components':[{'unit':'minute'},{'unit':'hour','amount':1}],"
                    + "'conditional':[{'input_per_million':1},"
                    + "{'from':'2026-02-01','to':'2026-01-01','output_per_million':-2}]}}"))
        .extracting(Fault::path)
        .containsExactlyInAnyOrder(
            "pricing.input_per_million",
            "pricing.output_per_million",
            "pricing.components[0].amount",
            "pricing.components[1].unit",
            "pricing.conditional[0]",
            "pricing.conditional[1].output_per_million",
            "pricing.conditional[1].to");
  }

  @Test
  void latencyProfile_faults_areAllTold() {
    assertThat(
            faults(
                "{'id':'m','latency_profile':"
                    + "{'ttft_mean':-1,'itl_std':'x','audio_multiplier':0,'ttft':1}}"))
        .extracting(Fault::path)
        .containsExactlyInAnyOrder(
            "latency_profile.ttft_mean",
            "latency_profile.itl_mean",
            "latency_profile.itl_std",
            "latency_profile.audio_multiplier",
            "latency_profile.ttft");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'m','context_window':1e999999999}",
        "{'id':'m','created':1e-999999999}",
        "{'id':'m','pricing':{'input_per_million':1e999999999}}",
        "{'id':'m','pricing':{'input_per_million':1e-2000000000}}",
        "{'id':'m','latency_profile':{'ttft_mean':1e999999999,'itl_mean':0.1}}",
        "{'id':'m','metadata':{'x':1e999999999}}",
        "{'id':'m','metadata':{'x':[1e-999999999]}}",
      })
  void hugeExponents_areRefusedQuickly_withValueAndExpectation(String json) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThat(faults(json))
                .singleElement()
                .satisfies(
                    fault -> {
                      assertThat(fault.path()).isNotEmpty();
                      assertThat(fault.value()).isNotNull().hasSizeLessThan(125);
                      assertThat(fault.expected()).isNotEmpty();
                    }));
  }

  @Test
  void longValues_areCutInMessages() {
    String json = "{'id':'m','context_window':'" + "x".repeat(100_000) + "'}";
    assertThat(refusal(json)).message().hasSizeLessThan(300);
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
