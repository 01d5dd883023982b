package dev.understudy.text;

import dev.understudy.model.ModelDefinition;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which vocabulary a model counts in. OpenAI's own table is {@code tiktoken/model.py} of its
 * tokenizer library tiktoken; the later models, which it does not list, went on with o200k. What
 * gpt-oss adds to it (o200k_harmony) are special tokens only.
 */
enum TokenizerRule {
  CL100K(
      "gpt-4",
      "gpt-3.5",
      "gpt-35",
      "text-embedding-3",
      "text-embedding-ada-002",
      "davinci-002",
      "babbage-002"),
  O200K(
      "chatgpt-4o",
      "gpt-4o",
      "gpt-4.1",
      "gpt-4.5",
      "gpt-5",
      "gpt-5.", // and any number
      "gpt-oss",
      "o1",
      "o3",
      "o4"),
  UNKNOWN;

  private static final List<TokenizerRule> RULES = List.of(CL100K, O200K);

  /** Then comes nothing, a variant ({@code -mini}) or a host's tag ({@code :20b}). */
  private final List<String> names;

  TokenizerRule(String... names) {
    this.names = List.of(names);
  }

  /** By the id without its owner, else by the model that it was tuned from, else by the family. */
  static TokenizerRule of(ModelDefinition model) {
    TokenizerRule rule = ofName(model.id());
    rule = rule == UNKNOWN ? ofName(model.baseModelId()) : rule;
    return rule == UNKNOWN ? ofName(model.family()) : rule;
  }

  /** Asked for every answer, so it is a few comparisons. */
  private static TokenizerRule ofName(@Nullable String name) {
    if (name == null) {
      return UNKNOWN;
    }
    String model = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (TokenizerRule rule : RULES) {
      for (String known : rule.names) {
        if (model.startsWith(known) && endsWithin(model, known)) {
          return rule;
        }
      }
    }
    return UNKNOWN;
  }

  private static boolean endsWithin(String model, String known) {
    int at = known.length();
    if (known.endsWith(".")) {
      return at < model.length() && Character.isDigit(model.charAt(at));
    }
    return at == model.length() || model.charAt(at) == '-' || model.charAt(at) == ':';
  }
}
