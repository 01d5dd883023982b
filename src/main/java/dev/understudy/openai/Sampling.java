package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of sampling that are not as usual. They change nothing here, but a vendor refuses what
 * is out of range, and what a model does not take. Immutable.
 *
 * @param numbers by name
 * @param maxTokens whether the old name of the limit is used
 */
record Sampling(Map<String, BigDecimal> numbers, boolean maxTokens) {

  private static final double LARGEST_BIAS = 100;

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
    numbers.forEach(
        (name, value) -> {
          if (model.capabilities().cannot(needed(name))) {
            throw Refusals.value(name, value, model.id(), name.endsWith("penalty") ? 0 : 1);
          }
        });
    refuse(model, Capability.SUPPORTS_STOP, !request.stop().isEmpty(), "stop");
    refuse(model, Capability.SUPPORTS_LOGPROBS, request.topLogprobs() != null, "logprobs");
  }

  private static void refuse(ModelDefinition model, Capability needed, boolean used, String param) {
    if (used && model.capabilities().cannot(needed)) {
      throw Refusals.parameter(param, model.id(), "Leave it out.");
    }
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
}
