package dev.understudy.discovery;

import static dev.understudy.discovery.SampleModels.fuzzy;
import static dev.understudy.discovery.SampleModels.model;
import static dev.understudy.discovery.SampleModels.released;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, gpt-4o, EXACT",
    "gpt-4-0613, gpt-4, ALIAS",
    "GPT_4o, gpt-4o, NORMALIZED",
    "gpt4o, gpt-4o, NORMALIZED",
    "gpt 4o mini, gpt-4o-mini, NORMALIZED",
    "gpt-35-turbo, gpt-3.5-turbo, NORMALIZED",
    "claude-opus-4.6, claude-opus-4-6, NORMALIZED",
    "GPT-4O-20241120, gpt-4o-2024-11-20, NORMALIZED",
    "openai-gpt-oss-120b, openai/gpt-oss-120b, RULE",
    "OpenAI/GPT-OSS-120B, openai/gpt-oss-120b, NORMALIZED",
    "gpt-oss-120b, openai/gpt-oss-120b, OWNER_DROPPED",
    "openai/gpt-4o, gpt-4o, OWNER_DROPPED",
    "openrouter/anthropic/claude-opus-4.6, claude-opus-4-6, OWNER_DROPPED",
    "qwen35-397b-a17b, Qwen/Qwen3.5-397B-A17B, OWNER_DROPPED",
    "z-ai/glm-4.5v, zai-org/GLM-4.5V, OWNER_DROPPED",
    "llama3.1:8b, meta-llama/Llama-3.1-8B-Instruct, TOKENS",
    "llama 3 8b, meta-llama/Meta-Llama-3-8B-Instruct, TOKENS",
    "meta llama 3.3 70b, meta-llama/Llama-3.3-70B-Instruct, TOKENS",
    "llama-4-maverick, meta-llama/Llama-4-Maverick-17B-128E-Instruct, TOKENS",
    "llama guard 3, meta-llama/Llama-Guard-3-8B, TOKENS",
    "gemini-3-pro, gemini-3-pro-preview, TOKENS",
    "gpt-4 preview, gpt-4-0125-preview, TOKENS",
    "claude 3.5 sonnet, claude-3-5-sonnet-20241022, TOKENS",
    "sonnet claude 3.5, claude-3-5-sonnet-20241022, TOKENS",
    "claude-3-opus, claude-3-opus-20240229, TOKENS",
    "claude-opus-4-6-20260205, claude-opus-4-6, TOKENS",
    "grok 4.20 reasoning, grok-4.20-0309-reasoning, TOKENS",
    "command-r+, command-r-plus-08-2024, TOKENS",
    "command r, command-r-08-2024, TOKENS",
    "deepseek v3, deepseek-ai/DeepSeek-V3, OWNER_DROPPED",
    "pixtral large, mistralai/Pixtral-Large-Instruct-2411, TOKENS",
    "gpt-5-chat, gpt-5-chat-latest, TOKENS",
    "llama-3.1-8b-instruct-fp8, meta-llama/Llama-3.1-8B-Instruct, TOKENS",
    "accounts/fireworks/models/llama-v3p1-8b-instruct, meta-llama/Llama-3.1-8B-Instruct, TOKENS",
    "us.anthropic.claude-3-opus-20240229-v1:0, claude-3-opus-20240229, RULE",
    "bedrock/us-east-1/us.meta.llama3-1-8b-instruct-v1:0, meta-llama/Llama-3.1-8B-Instruct, RULE",
    "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo, meta-llama/Llama-3.3-70B-Instruct, RULE",
    "gpt-4o:free, gpt-4o, RULE",
    "gtp-4o, gpt-4o, SPELLING",
    "claude 3.5 sonet, claude-3-5-sonnet-20241022, SPELLING",
    "llama 8b, meta-llama/Llama-3.1-8B-Instruct, POLICY",
    "llama 70b, meta-llama/Llama-3.3-70B-Instruct, POLICY",
    "mistral 7b, mistralai/Mistral-7B-Instruct-v0.3, POLICY",
    "mixtral 8x7b, mistralai/Mixtral-8x7B-Instruct-v0.1, POLICY",
  })
  void resolve_nameOfOneModel_isThatModel(String query, String id, Via via) {
    Resolution resolution = fuzzy(query);
    assertThat(resolution.resolved()).as("%s", resolution).isEqualTo(id);
    assertThat(resolution.via()).isEqualTo(via);
    assertThat(resolution.confidence()).isBetween(0.7, 1.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-6",
        "gpt-4o-nano",
        "gpt-4.2",
        "gpt-1",
        "o4",
        "4o-mini",
        "llama-3.4-70b-instruct",
        "llama-3.1-71b-instruct",
        "llama 9b",
        "llama-3.1-8b-vision",
        "deepseek-v2",
        "Kimi-K2.7",
        "qwen3-coder",
        "llama 4",
        "llama",
        "gemini 2.5",
        "gemma-31-2b-it",
        "gemma-3.1b-it",
        "claude-3-5-sonnet-20241023",
        "claude-opus-4-6-20260206",
        "gpt-4o-2024-10-06",
        "text-embedding-3",
        "command-r7b-11-2024",
        "ft:gpt-4o:acme::job1",
        "gpt-5.6-chat",
        "meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "xai-o3",
        "claude-3-opuss-v9",
        "gp\u0442-4",
        "gpt-4\u0000o",
        "gpt-4%6f",
        "8b",
        "v3",
        "/",
        "",
        " ",
      })
  void resolve_nameOfNoModel_isRefusedWithReason(String query) {
    Resolution resolution = fuzzy(query);
    assertThat(resolution.resolved()).as("%s", resolution).isNull();
    assertThat(resolution.via()).isNull();
    assertThat(resolution.confidence()).isZero();
    assertThat(resolution.reason()).isNotBlank();
  }

  @Test
  void resolve_refused_namesThePartWithoutMatch() {
    assertThat(fuzzy("llama 9 8b").reason()).startsWith("no llama of version 9");
    assertThat(fuzzy("llama 9b").reason()).startsWith("no llama of size 9b");
    assertThat(fuzzy("gpt-4o-nano").reason()).startsWith("no gpt of kind nano");
    assertThat(fuzzy("frobnicator-7b").reason()).startsWith("no model has frobnicator");
    assertThat(fuzzy("kimi-k2.7").reason()).contains("(code)");
    assertThat(fuzzy("llama 3.3 8b").reason()).startsWith("no llama has all of llama, 3.3, 8b");
    assertThat(fuzzy("gpt-4\u0001").reason()).contains("U+0001");
  }

  @Test
  void resolve_refused_suggestsTheNearest() {
    assertThat(fuzzy("gtp-4oo").didYouMean()).startsWith("gpt-4o");
    assertThat(fuzzy("gpt-5.3").didYouMean()).contains("gpt-5.2", "gpt-5");
    assertThat(fuzzy("gpt-4o-nano").alternatives())
        .anyMatch(a -> a.id().equals("gpt-4o") && a.reason().equals("its name has no nano"));
  }

  @Test
  void resolve_severalModels_isRefusedWithTheChoices() {
    Resolution resolution = fuzzy("qwen3-coder");
    assertThat(resolution.ambiguous()).isTrue();
    assertThat(resolution.didYouMean())
        .containsExactlyInAnyOrder(
            "Qwen/Qwen3-Coder-30B-A3B-Instruct", "Qwen/Qwen3-Coder-480B-A35B-Instruct");
  }

  @Test
  void resolve_caseTwins_areExactOrRefused() {
    Resolver twins = Resolver.of(List.of(model("acme/Foo-1"), model("acme/foo-1")));
    assertThat(twins.resolve("acme/foo-1", ResolveMode.FUZZY).resolved()).isEqualTo("acme/foo-1");
    Resolution tie = twins.resolve("acme/FOO-1", ResolveMode.FUZZY);
    assertThat(tie.ambiguous()).isTrue();
    assertThat(tie.didYouMean()).containsExactlyInAnyOrder("acme/Foo-1", "acme/foo-1");
  }

  @Test
  void resolve_oneNameOfTwoOwners_needsTheOwner() {
    ModelDefinition nvidias = model("nvidia/foo-7b").with(b -> b.ownedBy("nvidia"));
    Resolver owners = Resolver.of(List.of(nvidias, model("acme/foo-7b")));
    assertThat(owners.resolve("foo-7b", ResolveMode.FUZZY).ambiguous()).isTrue();
    assertThat(owners.resolve("other/foo-7b", ResolveMode.FUZZY).ambiguous()).isTrue();
    assertThat(owners.resolve("NVIDIA/foo_7b", ResolveMode.FUZZY).resolved())
        .isEqualTo("nvidia/foo-7b");
  }

  @Test
  void resolve_whatWasFilledAndChanged_isReported() {
    assertThat(fuzzy("claude-3-opus").filled())
        .containsExactly(new Change("date", null, "20240229"));
    assertThat(fuzzy("llama 8b").filled())
        .containsExactly(
            new Change("owner", null, "meta-llama"),
            new Change("version", null, "3.1"),
            new Change("finish", null, "instruct"));
    assertThat(fuzzy("sonnet claude 3.5 20241022").changed())
        .containsExactly(
            new Change("order", "sonnet claude 3.5 20241022", "claude-3-5-sonnet-20241022"));
    assertThat(fuzzy("azure/gpt-4o").changed()).containsExactly(new Change("owner", "azure", null));
    assertThat(fuzzy("GPT_4o").changed())
        .containsExactly(new Change("case_and_separators", "GPT_4o", "gpt-4o"));
    assertThat(fuzzy("claude-opus-4-6-20260205").changed())
        .containsExactly(new Change("date", "20260205", null));
  }

  @Test
  void resolve_whatRulesAndSpellingChanged_isReported() {
    assertThat(fuzzy("us.anthropic.claude-3-opus-20240229-v1:0").changed())
        .contains(new Change("host", "us.anthropic.", "anthropic."))
        .contains(new Change("version", "-v1:0", null));
    assertThat(fuzzy("gtp-4o").changed()).contains(new Change("spelling", "gtp", "gpt"));
    assertThat(fuzzy("llama-3.1-8b-instruct-fp8").changed())
        .containsExactly(new Change("format", "fp8", null));
  }

  @Test
  void resolve_factsOfTheModel_confirmWhatItsNameDoesNotSay() {
    ModelDefinition model =
        released("acme/Foo-Medium-2508", "2025-08-12")
            .with(b -> b.version("3.1").parameterCount(123_400_000_000L));
    Resolver resolver = Resolver.of(List.of(model));
    for (String said : List.of("foo-medium-3.1", "foo-medium-123b", "foo-medium-3-1-2508")) {
      Resolution resolution = resolver.resolve(said, ResolveMode.FUZZY);
      assertThat(resolution.resolved()).as("%s", resolution).isEqualTo(model.id());
      assertThat(resolution.changed()).isNotEmpty();
    }
    for (String other : List.of("foo-medium-3.2", "foo-medium-124b", "foo-medium-3-2-2508")) {
      assertThat(resolver.resolve(other, ResolveMode.FUZZY).resolved()).isNull();
    }
  }

  @Test
  void resolve_tierWordSpeltWrong_isCorrectedOnlyWhenOneWordIsNear() {
    Resolver one = Resolver.of(List.of(model("foo-3-mini"), model("foo-3-pro")));
    assertThat(one.resolve("foo-3-mni", ResolveMode.FUZZY).resolved()).isEqualTo("foo-3-mini");
    Resolver two = Resolver.of(List.of(model("foo-3-mini"), model("bar-omni")));
    Resolution refused = two.resolve("foo-3-mni", ResolveMode.FUZZY);
    assertThat(refused.resolved()).isNull();
    assertThat(refused.didYouMean()).contains("foo-3-mini");
  }

  @Test
  void resolve_hostsVersion_isNoReasonToTakeAnother() {
    Resolver resolver = Resolver.of(List.of(model("nvidia/Foo-9B-chat-v2")));
    assertThat(resolver.resolve("nvidia/foo-9b-chat-v1:0", ResolveMode.FUZZY).resolved()).isNull();
    assertThat(resolver.resolve("nvidia/foo-9b-chat", ResolveMode.FUZZY).via())
        .isEqualTo(Via.POLICY);
  }

  @Test
  void resolve_policy_skipsModelsOutOfService() {
    Resolver resolver =
        Resolver.of(
            List.of(
                released("acme/Foo-1-8B-Instruct", "2024-01-01"),
                released("acme/Foo-2-8B-Instruct", "2025-01-01"),
                released("acme/Foo-3-8B-Instruct", "2026-01-01")
                    .with(b -> b.status(ModelStatus.RETIRED))));
    assertThat(resolver.resolve("foo 8b", ResolveMode.FUZZY).resolved())
        .isEqualTo("acme/Foo-2-8B-Instruct");
  }

  @Test
  void resolve_policy_takesTheNewestWhereNoneIsInService() {
    Resolver resolver =
        Resolver.of(
            List.of(
                released("acme/Foo-1-8B-Instruct", "2024-01-01")
                    .with(b -> b.status(ModelStatus.RETIRED)),
                released("acme/Foo-2-8B-Instruct", "2025-01-01")
                    .with(b -> b.status(ModelStatus.RETIRED))));
    assertThat(resolver.resolve("foo 8b", ResolveMode.FUZZY).resolved())
        .isEqualTo("acme/Foo-2-8B-Instruct");
  }

  @Test
  void resolve_policyWithoutDates_takesTheHighestVersion() {
    Resolver resolver = Resolver.of(List.of(model("acme/Foo-9-8B-it"), model("acme/Foo-10-8B-it")));
    assertThat(resolver.resolve("foo 8b", ResolveMode.FUZZY).resolved())
        .isEqualTo("acme/Foo-10-8B-it");
  }

  @Test
  void resolve_versionedSiblings_keepADateFromBeingFilled() {
    Resolver resolver = Resolver.of(List.of(model("foo-small-2402"), model("foo-small-3.1-2503")));
    Resolution resolution = resolver.resolve("foo small", ResolveMode.FUZZY);
    assertThat(resolution.ambiguous()).isTrue();
    assertThat(resolution.didYouMean())
        .containsExactlyInAnyOrder("foo-small-2402", "foo-small-3.1-2503");
  }

  @Test
  void resolve_sizeToFill_takesTheUndatedModel() {
    Resolver resolver =
        Resolver.of(List.of(model("acme/Foo3-30B-A3B"), model("acme/Foo3-30B-A3B-Instruct-2507")));
    assertThat(resolver.resolve("foo3-30b", ResolveMode.FUZZY).resolved())
        .isEqualTo("acme/Foo3-30B-A3B");
  }

  @Test
  void resolve_variant_isFilledOnlyWhenItIsTheOnlyOne() {
    Resolver one = Resolver.of(List.of(model("foo-3-scout"), model("foo-2")));
    assertThat(one.resolve("foo-3", ResolveMode.FUZZY).resolved()).isEqualTo("foo-3-scout");
    Resolver tiered = Resolver.of(List.of(model("foo-3-scout"), model("foo-3-mini")));
    assertThat(tiered.resolve("foo-3", ResolveMode.FUZZY).resolved()).isNull();
  }

  @Test
  void resolve_dateOfTheTarget_isDroppedOnlyWhenNothingIsFilled() {
    Resolver resolver = Resolver.of(List.of(released("foo-1-preview", "2024-09-12")));
    assertThat(resolver.resolve("foo-1-preview-2024-09-12", ResolveMode.FUZZY).resolved())
        .isEqualTo("foo-1-preview");
    assertThat(resolver.resolve("foo-1-2024-09-12", ResolveMode.FUZZY).resolved()).isNull();
  }

  @Test
  void resolve_modes_stopWhereTheySay() {
    Resolver resolver = SampleModels.RESOLVER;
    assertThat(resolver.resolve("gpt-4-0613", ResolveMode.STRICT).resolved()).isNull();
    assertThat(resolver.resolve("gpt-4-0613", ResolveMode.ALIAS).resolved()).isEqualTo("gpt-4");
    Resolution refused = resolver.resolve("GPT_4o", ResolveMode.ALIAS);
    assertThat(refused.resolved()).isNull();
    assertThat(refused.reason()).startsWith("no model has the id or alias GPT_4o");
    assertThat(refused.didYouMean()).startsWith("gpt-4o");
  }

  @Test
  void resolve_autoModels_areKnownByTheirIdOnly() {
    ModelDefinition auto = Inference.standard().definitionFor("acme/foo-7b");
    assertThat(auto.origin()).isEqualTo(Origin.AUTO);
    Resolver resolver = Resolver.of(List.of(auto));
    assertThat(resolver.resolve("acme/foo-7b", ResolveMode.FUZZY).via()).isEqualTo(Via.EXACT);
    assertThat(resolver.resolve("foo-7b", ResolveMode.FUZZY).resolved()).isNull();
    assertThat(resolver.resolve("foo-7b", ResolveMode.FUZZY).alternatives()).isEmpty();
  }

  @Test
  void resolve_answer_saysWhatTheNameSays() {
    Resolution resolution = fuzzy("gpt-oss-120b");
    assertThat(resolution.category()).isEqualTo("reasoning");
    assertThat(resolution.inferred()).containsEntry("parameter_count", 120_000_000_000L);
  }
}
