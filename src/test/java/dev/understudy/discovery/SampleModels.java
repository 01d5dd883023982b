package dev.understudy.discovery;

import static dev.understudy.model.Capability.CHAT;
import static dev.understudy.model.Capability.MOE;
import static dev.understudy.model.Capability.REASONING;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.ResolveMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Real ids and a few facts of them, fixed, so that tests do not move with the catalog. */
final class SampleModels {

  static final List<ModelDefinition> ALL = all();

  static final Resolver RESOLVER = Resolver.of(ALL);

  private SampleModels() {}

  static Resolution fuzzy(String query) {
    return RESOLVER.resolve(query, ResolveMode.FUZZY);
  }

  static ModelDefinition model(String id, String... aliases) {
    List<ModelAlias> names = Stream.of(aliases).map(ModelAlias::of).toList();
    return ModelDefinition.builder(id).aliases(names).status(ModelStatus.ACTIVE).build();
  }

  static ModelDefinition released(String id, String date, String... aliases) {
    return model(id, aliases).with(b -> b.releaseDate(LocalDate.parse(date)));
  }

  private static ModelDefinition can(ModelDefinition model, Capability... capabilities) {
    ModelDefinition able = model;
    for (Capability capability : capabilities) {
      able = able.with(b -> b.capabilities(b.capabilities().with(capability, true)));
    }
    return able;
  }

  private static ModelDefinition by(ModelDefinition model, String owner, String family) {
    return model.with(b -> b.ownedBy(owner).provider(owner).family(family));
  }

  private static List<ModelDefinition> all() {
    List<ModelDefinition> models = new ArrayList<>();
    openai(models);
    meta(models);
    mistral(models);
    others(models);
    return List.copyOf(models);
  }

  private static void openai(List<ModelDefinition> models) {
    Stream.of(
            model("gpt-4", "gpt-4-0613"),
            released("gpt-4-0125-preview", "2024-01-25", "gpt-4-turbo-preview"),
            released("gpt-4-1106-preview", "2023-11-06"),
            model("gpt-4-turbo", "gpt-4-turbo-2024-04-09"),
            released("gpt-4o", "2024-05-13"),
            released("gpt-4o-2024-08-06", "2024-08-06"),
            released("gpt-4o-2024-11-20", "2024-11-20"),
            model("gpt-4o-mini", "gpt-4o-mini-2024-07-18"),
            model("gpt-4.1"),
            model("gpt-4.1-mini"),
            released("gpt-5", "2025-08-07", "gpt-5-2025-08-07"),
            model("gpt-5-mini"),
            model("gpt-5-chat-latest"),
            model("gpt-5.1-codex"),
            released("gpt-5.2", "2025-12-11"),
            model("gpt-3.5-turbo"),
            can(model("o1"), CHAT, REASONING),
            can(model("o3-mini"), CHAT, REASONING),
            can(model("o4-mini"), CHAT, REASONING),
            model("gpt-image-1"),
            model("text-embedding-3-small"),
            model("text-embedding-3-large"),
            can(released("openai/gpt-oss-120b", "2025-08-05"), CHAT, REASONING, MOE),
            can(released("openai/gpt-oss-20b", "2025-08-05"), CHAT, REASONING, MOE))
        .map(m -> by(m, "openai", "gpt"))
        .forEach(models::add);
  }

  private static void meta(List<ModelDefinition> models) {
    Stream.of(
            released("meta-llama/Llama-3.1-405B-Instruct", "2024-07-23"),
            released("meta-llama/Llama-3.1-70B-Instruct", "2024-07-23"),
            released("meta-llama/Llama-3.1-8B-Instruct", "2024-07-23"),
            released("meta-llama/Meta-Llama-3-70B-Instruct", "2024-04-18"),
            released("meta-llama/Meta-Llama-3-8B-Instruct", "2024-04-18"),
            released("meta-llama/Llama-2-7b-chat-hf", "2023-07-18"),
            released("meta-llama/Llama-3.2-3B-Instruct", "2024-09-25"),
            released("meta-llama/Llama-3.2-11B-Vision-Instruct", "2024-09-25"),
            released("meta-llama/Llama-3.3-70B-Instruct", "2024-12-06"),
            released("meta-llama/Llama-4-Scout-17B-16E-Instruct", "2025-04-05"),
            released("meta-llama/Llama-4-Maverick-17B-128E-Instruct", "2025-04-05"),
            model("meta-llama/Llama-Guard-3-8B"))
        .map(m -> by(m, "meta-llama", "llama"))
        .forEach(models::add);
  }

  private static void mistral(List<ModelDefinition> models) {
    Stream.of(
            released("mistralai/Mistral-7B-Instruct-v0.1", "2023-09-27"),
            released("mistralai/Mistral-7B-Instruct-v0.2", "2023-12-11"),
            released("mistralai/Mistral-7B-Instruct-v0.3", "2024-05-22", "open-mistral-7b"),
            can(released("mistralai/Mixtral-8x22B-Instruct-v0.1", "2024-04-17"), CHAT, MOE),
            can(released("mistralai/Mixtral-8x7B-Instruct-v0.1", "2023-12-11"), CHAT, MOE),
            released("mistralai/Mistral-Nemo-Instruct-2407", "2024-07-18", "open-mistral-nemo"),
            released("mistralai/Pixtral-Large-Instruct-2411", "2024-11-18"),
            model("codestral-2501"),
            model("codestral-2508"))
        .map(m -> by(m, "mistralai", "mistral"))
        .forEach(models::add);
  }

  private static void others(List<ModelDefinition> models) {
    Stream.of(
            by(released("claude-3-opus-20240229", "2024-03-04"), "anthropic", "claude"),
            by(released("claude-3-5-sonnet-20240620", "2024-06-20"), "anthropic", "claude"),
            by(released("claude-3-5-sonnet-20241022", "2024-10-22"), "anthropic", "claude"),
            by(model("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"), "anthropic", "claude"),
            by(released("claude-opus-4-6", "2026-02-05"), "anthropic", "claude"),
            by(model("deepseek-ai/DeepSeek-V3"), "deepseek-ai", "deepseek"),
            by(model("deepseek-ai/DeepSeek-V3-0324"), "deepseek-ai", "deepseek"),
            by(model("deepseek-ai/DeepSeek-V3.1"), "deepseek-ai", "deepseek"),
            by(can(model("deepseek-ai/DeepSeek-R1"), REASONING, MOE), "deepseek-ai", "deepseek"),
            by(model("deepseek-ai/DeepSeek-R1-Distill-Llama-8B"), "deepseek-ai", "deepseek"),
            by(model("nvidia/Llama-3.1-Nemotron-Nano-8B-v1"), "nvidia", "nemotron"),
            by(model("gemini-2.5-flash"), "google", "gemini"),
            by(model("gemini-2.5-flash-lite"), "google", "gemini"),
            by(model("gemini-3-pro-preview"), "google", "gemini"),
            by(model("google/gemma-3-1b-it"), "google", "gemma"),
            by(model("google/gemma-3-12b-it"), "google", "gemma"),
            by(model("google/gemma-3n-E4B-it"), "google", "gemma"),
            by(model("Qwen/Qwen3-8B"), "Qwen", "qwen"),
            by(model("Qwen/Qwen3.5-397B-A17B"), "Qwen", "qwen"),
            by(model("Qwen/Qwen3-Coder-30B-A3B-Instruct"), "Qwen", "qwen"),
            by(model("Qwen/Qwen3-Coder-480B-A35B-Instruct"), "Qwen", "qwen"),
            by(model("grok-4.20-0309-reasoning"), "xai", "grok"),
            by(model("grok-4.20-0309-non-reasoning"), "xai", "grok"),
            by(model("command-r-08-2024"), "cohere", "command"),
            by(model("command-r-plus-08-2024"), "cohere", "command"),
            by(model("command-r7b-12-2024"), "cohere", "command"),
            by(model("moonshotai/Kimi-K2.7-Code"), "moonshotai", "kimi"),
            by(model("zai-org/GLM-4.5V"), "zai-org", "glm"),
            by(model("zai-org/GLM-4.5"), "zai-org", "glm"),
            by(model("TinyLlama/TinyLlama-1.1B-Chat-v1.0"), "TinyLlama", "tinyllama"),
            by(model("amazon.nova-lite-v1:0"), "amazon", "nova"))
        .forEach(models::add);
  }
}
