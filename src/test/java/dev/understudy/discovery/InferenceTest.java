package dev.understudy.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.Capability;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {

  private static Inferred infer(String id) {
    return Inference.standard().infer(id);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, openai",
    "openai/gpt-oss-20b, openai",
    "o3-mini, openai",
    "openrouter/anthropic/claude-sonnet-4, anthropic",
    "claude-3-opus-20240229, anthropic",
    "meta-llama/Llama-3.1-8B-Instruct, meta",
    "llama 8b, meta",
    "llama-3.1-nemotron-70b-instruct, nvidia",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-8B, deepseek",
    "mixtral-8x7b, mistral",
    "gemini-2.5-pro, google",
    "qwen3-8b, alibaba",
    "command-r-08-2024, cohere",
    "ft:gpt-4o:acme::job1, openai",
    "acme/unheard-of, ",
  })
  void infer_provider(String id, String provider) {
    assertThat(infer(id).provider()).isEqualTo(provider);
  }

  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b, 8000000000, ,",
    "tinyllama-1.1b-chat, 1100000000, ,",
    "nemoretriever-300m-embed, 300000000, ,",
    "kimi-1t, 1000000000000, ,",
    "mixtral-8x7b, , , 8",
    "qwen3-235b-a22b, 235000000000, 22000000000,",
    "Llama-4-Scout-17B-16E-Instruct, , 17000000000, 16",
    "gemma-3n-E4B-it, , ,",
    "gpt-4-32k, , ,",
    "foo-0b, , ,",
  })
  void infer_size(String id, Long total, Long active, Integer experts) {
    Inferred inferred = infer(id);
    assertThat(inferred.parameterCount()).isEqualTo(total);
    assertThat(inferred.activeParameterCount()).isEqualTo(active);
    assertThat(inferred.experts()).isEqualTo(experts);
  }

  @ParameterizedTest
  @CsvSource({
    "o1, true",
    "o3-mini, true",
    "openai/gpt-oss-20b, true",
    "deepseek-ai/DeepSeek-R1, true",
    "qwq-32b, true",
    "grok-4.20-0309-reasoning, true",
    "grok-4.20-0309-non-reasoning, false",
    "gpt-5-chat-latest, ",
    "gpt-4o, ",
    "solo1, ",
  })
  void infer_reasoning(String id, Boolean reasoning) {
    assertThat(infer(id).reasoning()).isEqualTo(reasoning);
  }

  @ParameterizedTest
  @CsvSource({
    "mixtral-8x7b, true",
    "deepseek-v3, true",
    "qwen3-30b-a3b, true",
    "Phi-3.5-MoE-instruct, true",
    "llama-3.1-8b, ",
    "deepseek-r1-distill-qwen-7b, ",
    "smoery-7b, ",
  })
  void infer_moe(String id, Boolean moe) {
    assertThat(infer(id).moe()).isEqualTo(moe);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, true",
    "claude-3-opus-20240229, true",
    "gemini-2.5-pro, true",
    "llava-7b, true",
    "qwen2.5-vl-72b, true",
    "llama-3.2-11b-vision-instruct, true",
    "gemini-embedding-001, ",
    "gpt-4o-mini-tts, ",
    "gpt-4, ",
    "gpt-50, ",
  })
  void infer_vision(String id, Boolean vision) {
    assertThat(infer(id).vision()).isEqualTo(vision);
  }

  @Test
  void infer_audioVideoAndFineTune() {
    assertThat(infer("whisper-1").audio()).isTrue();
    assertThat(infer("gpt-4o-audio-preview").audio()).isTrue();
    assertThat(infer("gpt-4").audio()).isNull();
    assertThat(infer("nvidia/Cosmos-Reason1-7B").video()).isTrue();
    assertThat(infer("gpt-4").video()).isNull();
    assertThat(infer("ft:gpt-4o:acme::job1").fineTuned()).isTrue();
    assertThat(infer("ft:gpt-4o:acme::job1").baseModel()).isEqualTo("gpt-4o");
    assertThat(infer("ft:gpt-4o:acme::job1").vision()).isTrue();
    assertThat(infer("acme/llama-3-8b-lora-x").baseModel()).isEqualTo("acme/llama-3-8b");
    assertThat(infer("gpt-4").fineTuned()).isNull();
  }

  @Test
  void infer_namesTheRuleThatSaidEachThing() {
    assertThat(infer("mixtral-8x7b").rules())
        .containsEntry("provider", "family-mistral")
        .containsEntry("size", "size-experts")
        .containsEntry("moe", "experts-in-size")
        .doesNotContainKey("vision");
  }

  @Test
  void definitionFor_unknownId_statesOnlyWhatTheIdSays() {
    ModelDefinition model = Inference.standard().definitionFor("Qwen/Qwen9-235B-A22B-Thinking");
    assertThat(model.origin()).isEqualTo(Origin.AUTO);
    assertThat(model.provider()).isEqualTo("alibaba");
    assertThat(model.ownedBy()).isEqualTo("Qwen");
    assertThat(model.parameterCount()).isEqualTo(235_000_000_000L);
    assertThat(model.capabilities().can()).containsExactly(Capability.REASONING, Capability.MOE);
    assertThat(model.capabilities().moeConfig())
        .isEqualTo(new MoEConfig(235_000_000_000L, 22_000_000_000L, null, null, null));
    assertThat(model.capabilities().cannot()).isEmpty();
    assertThat(model.contextWindow()).isNull();
    assertThat(model.pricing()).isNull();
    assertThat(model.derived()).containsExactly("capabilities", "parameter_count", "provider");
    assertThat(model.metadata()).containsKey("inferred_by");
  }

  @Test
  void definitionFor_silentId_knowsNothing() {
    ModelDefinition model = Inference.standard().definitionFor("whatever");
    assertThat(model).isEqualTo(ModelDefinition.builder("whatever").origin(Origin.AUTO).build());
  }

  @Test
  void definitionFor_tunedModel_namesItsBase() {
    ModelDefinition model = Inference.standard().definitionFor("ft:gpt-4o:acme::job1");
    assertThat(model.baseModelId()).isEqualTo("gpt-4o");
    assertThat(model.isFineTuned()).isTrue();
  }

  @Test
  void definitionFor_badId_isRefused() {
    assertThatThrownBy(() -> Inference.standard().definitionFor("not an id"))
        .isInstanceOf(InvalidModelException.class);
  }

  @Property
  void infer_anyText_isAnswered(@ForAll String text) {
    assertThat(infer(text).category()).isNotBlank();
  }

  @Test
  void rules_withFaults_areRefusedWithEveryFault() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    rules:
                      - {kind: colour, name: a, match: 'x', value: red}
                      - {kind: moe, name: b, match: '(', value: true}
                      - {kind: moe, name: b, match: 'x', value: perhaps}
                      - {kind: size, name: d, match: '[0-9]+b'}
                      - {kind: provider, match: 'x'}
                    """))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("test.yaml")
        .hasMessageContaining("rules[0].kind: colour")
        .hasMessageContaining("rules[1].match: (")
        .hasMessageContaining("rules[2].name: b")
        .hasMessageContaining("rules[2].value: perhaps")
        .hasMessageContaining("rules[3].match")
        .hasMessageContaining("rules[4].name")
        .hasMessageContaining("rules[4].value");
  }

  private static List<InferenceRule> read(String yaml) throws IOException {
    return InferenceRules.read("test.yaml", new ByteArrayInputStream(yaml.getBytes(UTF_8)));
  }
}
