package dev.understudy.discovery;

import dev.understudy.model.Named;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the file of inference rules, which tells how they are used.
 *
 * @param kind what it tells of
 * @param name unique; told with the answer
 * @param match looked for in the id
 * @param value what it says; null for a size rule and for one that says that it is unknown
 */
record InferenceRule(Kind kind, String name, Pattern match, @Nullable String value) {

  /** What a rule tells of. */
  enum Kind implements Named {
    PROVIDER,
    SIZE,
    REASONING,
    MOE,
    VISION,
    AUDIO,
    VIDEO,
    EMBEDDING,
    FINE_TUNE,
    CATEGORY;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }

    /** True for the kinds whose rules say true or false. */
    boolean isYesOrNo() {
      return this != PROVIDER && this != SIZE && this != CATEGORY;
    }
  }
}
