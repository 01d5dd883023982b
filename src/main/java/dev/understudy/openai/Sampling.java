package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of sampling that are not as usual. They change nothing here, but a vendor refuses what
 * is out of range, and what a model does not take. Immutable.
 *
 * @param numbers by name
 * @param maxTokens whether the old name of the limit is used
 */
record Sampling(Map<String, BigDecimal> numbers, boolean maxTokens) {

  private static final double LARGEST_BIAS = 100;

  /** Reads those that a response has. */
  static Sampling ofResponse(Fields fields) {
    Map<String, BigDecimal> numbers = new LinkedHashMap<>();
    number(fields, "temperature", 0, 2, 1, numbers);
    number(fields, "top_p", 0, 1, 1, numbers);
    return new Sampling(numbers, false);
  }

  /** Reads them all. */
  static Sampling read(Fields fields) {
    Map<String, BigDecimal> numbers = new LinkedHashMap<>();
    number(fields, "temperature", 0, 2, 1, numbers);
    number(fields, "top_p", 0, 1, 1, numbers);
    number(fields, "presence_penalty", -2, 2, 0, numbers);
    number(fields, "frequency_penalty", -2, 2, 0, numbers);
    bias(fields);
    return new Sampling(numbers, fields.get("max_tokens") != null);
  }

  private static void number(
      Fields fields, String name, int least, int most, int usual, Map<String, BigDecimal> numbers) {
    BigDecimal value = fields.decimal(name);
    if (value == null) {
      return;
    }
    String expected = "a number from " + least + " to " + most;
    Faults faults = fields.faults();
    boolean below = value.compareTo(BigDecimal.valueOf(least)) < 0;
    faults.require(!below, name, value, expected, ErrorCode.DECIMAL_BELOW_MIN_VALUE);
    boolean above = value.compareTo(BigDecimal.valueOf(most)) > 0;
    faults.require(!above, name, value, expected, ErrorCode.DECIMAL_ABOVE_MAX_VALUE);
    if (value.compareTo(BigDecimal.valueOf(usual)) != 0) {
      numbers.put(name, value);
    }
  }

  private static void bias(Fields fields) {
    JsonNode bias = fields.get("logit_bias");
    if (bias == null) {
      return;
    }
    Faults faults = fields.faults();
    faults.require(
        bias.isObject(), "logit_bias", bias, "an object of numbers", ErrorCode.INVALID_TYPE);
    for (var entry : bias.properties()) {
      JsonNode value = entry.getValue();
      if (faults.isFull()) {
        return;
      }
      faults.require(
          value.isNumber() && Math.abs(value.asDouble()) <= LARGEST_BIAS,
          "logit_bias." + entry.getKey(),
          value,
          "a number from -100 to 100");
    }
  }

  /** Refuses what the model is known not to take, with OpenAI's words. */
  void refuse(ModelDefinition model, ChatRequest request) {
    if (maxTokens && isReasoningModelOfOpenAi(model)) {
      throw Refusals.parameter("max_tokens", model.id(), "Use 'max_completion_tokens' instead.");
    }
    ReasoningEffort effort = request.controls().effort();
    refuse(model, effort);
    refuseStop(model, request.controls().stop());
    refuseLogprobs(model, effort, request.topLogprobs(), "logprobs");
  }

  /** Refuses the numbers that the model is known not to take when it thinks so much. */
  void refuse(ModelDefinition model, @Nullable ReasoningEffort effort) {
    boolean thinks = thinks(model, effort);
    numbers.forEach(
        (name, value) -> {
          if (lacks(model, needed(name), thinks)) {
            throw Refusals.value(name, value, model.id(), name.endsWith("penalty") ? 0 : 1);
          }
        });
  }

  /** Refuses stop sequences where the model is known not to take any. */
  static void refuseStop(ModelDefinition model, List<String> stop) {
    if (!stop.isEmpty() && model.capabilities().cannot(Capability.SUPPORTS_STOP)) {
      throw Refusals.parameter("stop", model.id(), "Leave it out.");
    }
  }

  /** Refuses to tell probabilities where the model is known not to. */
  static void refuseLogprobs(
      ModelDefinition model,
      @Nullable ReasoningEffort effort,
      @Nullable Integer topLogprobs,
      String param) {
    if (topLogprobs != null && lacks(model, Capability.SUPPORTS_LOGPROBS, thinks(model, effort))) {
      throw Refusals.parameter(param, model.id(), "Leave it out.");
    }
  }

  /** A model that thinks takes none of these, unless it is known to (OpenAI: Reasoning models). */
  private static boolean lacks(ModelDefinition model, Capability needed, boolean thinks) {
    return model.capabilities().cannot(needed) || (thinks && !model.capabilities().can(needed));
  }

  private static Capability needed(String name) {
    return switch (name) {
      case "temperature" -> Capability.SUPPORTS_TEMPERATURE;
      case "top_p" -> Capability.SUPPORTS_TOP_P;
      default -> Capability.SUPPORTS_PENALTIES;
    };
  }

  /** Open weights are served by others, who take it. */
  private static boolean isReasoningModelOfOpenAi(ModelDefinition model) {
    return "openai".equals(model.provider())
        && model.capabilities().can(Capability.REASONING)
        && !Boolean.TRUE.equals(model.openWeights());
  }

  private static boolean thinks(ModelDefinition model, @Nullable ReasoningEffort effort) {
    if (!isReasoningModelOfOpenAi(model)) {
      return false;
    }
    ThinkingTokens thinking = LatencyPreset.playedFor(model).thinkingTokens();
    ReasoningEffort usual = thinking == null ? null : thinking.usual();
    return (effort == null ? usual : effort) != ReasoningEffort.NONE;
  }
}
