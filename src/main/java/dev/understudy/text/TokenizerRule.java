package dev.understudy.text;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.understudy.model.ModelDefinition;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which vocabulary a model counts in. OpenAI's own table is {@code tiktoken/model.py} of its
 * tokenizer library tiktoken; the later models, which it does not list, went on with o200k. What
 * gpt-oss adds to it (o200k_harmony) are special tokens only.
 */
enum TokenizerRule {
  CL100K(
      "(gpt-4|gpt-3\\.5|gpt-35|text-embedding-3|text-embedding-ada-002|davinci-002|babbage-002)"),
  O200K("(chatgpt-4o|gpt-4o|gpt-4\\.[15]|gpt-5(\\.\\d+)?|gpt-oss|o[134])"),
  UNKNOWN("(?!)");

  /** Then comes nothing, a variant ({@code -mini}) or a host's tag ({@code :20b}). */
  private static final String REST = "([-:].*)?";

  private final Pattern names;

  TokenizerRule(String names) {
    this.names = Pattern.compile(names + REST);
  }

  /** A definition is immutable, and asked for again and again. */
  private static final LoadingCache<ModelDefinition, TokenizerRule> KNOWN =
      Caffeine.newBuilder().weakKeys().build(TokenizerRule::find);

  static TokenizerRule of(ModelDefinition model) {
    return Objects.requireNonNull(KNOWN.get(model));
  }

  /** By the id without its owner, else by the model that it was tuned from, else by the family. */
  private static TokenizerRule find(ModelDefinition model) {
    return Stream.of(model.id(), model.baseModelId(), model.family())
        .filter(Objects::nonNull)
        .map(TokenizerRule::ofName)
        .filter(rule -> rule != UNKNOWN)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static TokenizerRule ofName(String name) {
    String model = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(rule -> rule.names.matcher(model).matches())
        .findFirst()
        .orElse(UNKNOWN);
  }
}
