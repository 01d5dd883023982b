package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how long the model is to think: the fields {@code thinking} and {@code
 * output_config.effort}. Immutable.
 *
 * @param mode whether
 * @param budgetTokens the most that it thinks, from 1,024; null where it is free
 * @param omitted whether what is thought is left out of the blocks that tell of it
 * @param said {@code output_config.effort}; null when not said
 */
record Thinking(
    Mode mode, @Nullable Integer budgetTokens, boolean omitted, @Nullable ReasoningEffort said) {

  private static final int LEAST_BUDGET = 1_024;

  /** Whether the model is to think. */
  enum Mode {
    /** As it usually does. */
    UNSAID,
    /** It is. */
    ON,
    /** It is not. */
    OFF
  }

  /** Reads the field, beside an effort that was read before. */
  static Thinking read(Fields fields, Shapes shapes, @Nullable ReasoningEffort effort) {
    JsonNode field = fields.get("thinking");
    if (field == null || !shapes.isObject("thinking", field)) {
      return new Thinking(Mode.UNSAID, null, false, effort);
    }
    Set<String> types = Set.of("enabled", "adaptive", "between_tools", "disabled");
    String type = shapes.oneOf("thinking", field, "type", types);
    if (!Shapes.lacks(field, "display")) {
      shapes.oneOf("thinking", field, "display", Set.of("summarized", "omitted"));
    }
    boolean omitted = field.path("display").asText("").equals("omitted");
    Integer budget = type.equals("enabled") ? budget(field, fields.faults()) : null;
    return new Thinking(type.equals("disabled") ? Mode.OFF : Mode.ON, budget, omitted, effort);
  }

  private static @Nullable Integer budget(JsonNode field, Faults faults) {
    JsonNode budget = field.get("budget_tokens");
    boolean whole = budget != null && budget.canConvertToInt() && budget.isIntegralNumber();
    faults.require(
        whole, "thinking.budget_tokens", budget, "a whole number", ErrorCode.INVALID_TYPE);
    if (budget == null || !whole) {
      return null;
    }
    faults.atLeast(budget.intValue(), LEAST_BUDGET, "thinking.budget_tokens");
    return budget.intValue();
  }

  /** Whether the request asks for it. */
  boolean isOn() {
    return mode == Mode.ON;
  }

  /** How long: as long as Anthropic's models usually do, where the request does not say. */
  @Nullable ReasoningEffort effort() {
    return switch (mode) {
      case UNSAID -> null;
      case ON -> said == null ? ReasoningEffort.HIGH : said;
      case OFF -> ReasoningEffort.NONE;
    };
  }

  /** How long a model thinks that was not asked to: the effort is for those that do anyway. */
  @Nullable ReasoningEffort effortOf(@Nullable ThinkingTokens model) {
    boolean thinksAnyway = model != null && ReasoningEffort.asks(model.usual());
    return mode == Mode.UNSAID && thinksAnyway ? said : effort();
  }
}
