package dev.understudy.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An id that names a tuned model and says its base: {@code ft:base:org::job}, {@code
 * ft:base:org:suffix:job}, {@code lora:base:name}, {@code base-lora-name} and {@code
 * org/base-lora-name}. The shapes are OpenAI's and those that LoRA servers use.
 *
 * @param kind how it was tuned
 * @param base the base model as written, to be resolved
 * @param organization who tuned it, when said
 * @param suffix the tuner's own label or the adapter's name, when said
 * @param job the tuning job, when said
 */
public record FineTuneId(
    Kind kind,
    String base,
    @Nullable String organization,
    @Nullable String suffix,
    @Nullable String job) {

  private static final Pattern LORA =
      Pattern.compile("(?<base>.+?)[-_]lora[-_](?<name>.+)", Pattern.CASE_INSENSITIVE);

  /** Takes an id apart; null when it has none of the shapes. */
  public static @Nullable FineTuneId parse(String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (lower.startsWith("ft:")) {
      return fineTune(id);
    }
    if (lower.startsWith("lora:")) {
      return lora(id);
    }
    Matcher matcher = LORA.matcher(id);
    return matcher.matches()
        ? new FineTuneId(Kind.LORA, matcher.group("base"), null, matcher.group("name"), null)
        : null;
  }

  /**
   * The base may hold colons itself ({@code gpt-oss:20b}), so the parts are counted from the end.
   */
  private static @Nullable FineTuneId fineTune(String id) {
    String[] parts = id.split(":", -1);
    int last = parts.length - 1;
    if (last < 4) {
      return last == 3 && !parts[1].isEmpty() && !parts[2].isEmpty()
          ? new FineTuneId(Kind.FINE_TUNE, parts[1], parts[2], blankToNull(parts[3]), null)
          : null;
    }
    String base = String.join(":", Arrays.asList(parts).subList(1, last - 2));
    return base.isEmpty() || parts[last].isEmpty()
        ? null
        : new FineTuneId(
            Kind.FINE_TUNE,
            base,
            blankToNull(parts[last - 2]),
            blankToNull(parts[last - 1]),
            parts[last]);
  }

  /** Here too the base may hold colons; the adapter's name is what follows the last. */
  private static @Nullable FineTuneId lora(String id) {
    int start = "lora:".length();
    int colon = id.lastIndexOf(':');
    return colon > start && colon < id.length() - 1
        ? new FineTuneId(Kind.LORA, id.substring(start, colon), null, id.substring(colon + 1), null)
        : null;
  }

  private static @Nullable String blankToNull(String part) {
    return part.isEmpty() ? null : part;
  }

  /** How a model was tuned. */
  public enum Kind implements Named {
    /** All weights, by a vendor's service. */
    FINE_TUNE,
    /** A low-rank adapter. */
    LORA;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
