package dev.understudy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The product line that an id names: what is left of its words when owner, version, size, date,
 * tier and kind of training are taken away. {@code meta-llama/Llama-3.1-8B-Instruct} is of {@code
 * llama}, {@code gpt-oss-120b} of {@code gpt-oss}.
 */
final class FamilyName {

  /** {@code amazon.nova-pro}, {@code us.anthropic.claude-3}: owners that stand before a dot. */
  private static final Pattern DOTTED_OWNER = Pattern.compile("^([a-z]{2,}\\.)+(?=[a-z])");

  /** Versions, sizes and dates: {@code 4o}, {@code v3}, {@code r1}, {@code 8x7b}, {@code 2024}. */
  private static final Pattern NUMBER =
      Pattern.compile("[a-z]?\\d[\\d.]*(x\\d[\\d.]*)?[a-z]?|[ae]\\d[\\d.]*[bm]|\\d+(k|bit|hz)");

  /** A version glued to the line: {@code qwen2.5}, {@code llama3}, {@code phi4}. */
  private static final Pattern GLUED_VERSION = Pattern.compile("(?<=[a-z])\\d[\\d.]*[a-z]?$");

  private static final Set<String> NOT_A_LINE =
      Set.of(
          // Tiers.
          "mini",
          "nano",
          "micro",
          "tiny",
          "small",
          "medium",
          "large",
          "xl",
          "xlarge",
          "lite",
          "light",
          "plus",
          "pro",
          "premier",
          "max",
          "ultra",
          "turbo",
          "flash",
          "fast",
          "instant",
          "express",
          "high",
          "low",
          "hd",
          "haiku",
          "sonnet",
          "opus",
          // Kinds of training and of service.
          "instruct",
          "chat",
          "it",
          "base",
          "hf",
          "sft",
          "rl",
          "dpo",
          "vision",
          "vl",
          "audio",
          "realtime",
          "thinking",
          "reasoning",
          "reasoner",
          "latest",
          "stable",
          "preview",
          "alpha",
          "beta",
          "exp",
          "experimental",
          "fp8",
          "fp16",
          "bf16",
          "awq",
          "gptq",
          "gguf",
          "int4",
          "int8",
          "v");

  private FamilyName() {}

  /** The line in lower case, or null when the id says none. */
  static @Nullable String of(String id) {
    FineTuneId fineTune = FineTuneId.parse(id);
    String name =
        ModelId.bareName(fineTune == null ? id : fineTune.base()).toLowerCase(Locale.ROOT);
    int tag = name.indexOf(':');
    name = DOTTED_OWNER.matcher(tag < 0 ? name : name.substring(0, tag)).replaceFirst("");
    List<String> line = new ArrayList<>();
    for (String word : name.split("[-_@]+", -1)) {
      if (NOT_A_LINE.contains(word) || isNumber(word, line.isEmpty())) {
        continue;
      }
      String bare = GLUED_VERSION.matcher(word).replaceFirst("");
      if (bare.chars().anyMatch(Character::isLetter)) {
        line.add(bare);
      }
    }
    if (line.size() > 1 && line.get(0).equals("meta")) {
      line.remove(0); // Meta-Llama-3: the owner again
    }
    return line.isEmpty() ? null : String.join("-", line);
  }

  /** The first word may be a line with its version, such as {@code o1}. */
  private static boolean isNumber(String word, boolean first) {
    return NUMBER.matcher(word).matches() && !(first && Character.isLetter(word.charAt(0)));
  }
}
