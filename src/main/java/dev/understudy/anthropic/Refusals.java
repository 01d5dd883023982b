package dev.understudy.anthropic;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Anthropic's API refuses, with its paths: {@code messages.0.content.1.type}. */
final class Refusals {

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
  private static final Pattern LIMIT_AND_TOKENS = Pattern.compile("(\\d+) tokens\\D+(\\d+) tokens");

  private Refusals() {}

  /** Tells all faults; the first one gives the code. */
  static void throwIfAny(Faults faults) {
    if (!faults.none()) {
      Fault first = faults.list().get(0);
      String all =
          String.join(
              "; ", faults.list().stream().map(Refusals::dotted).map(Fault::message).toList());
      throw new UnderstudyException(first.code(), all, dotted(first).path());
    }
  }

  private static Fault dotted(Fault fault) {
    String path = INDEX.matcher(fault.path()).replaceAll(".$1");
    return new Fault(path, fault.value(), fault.expected(), fault.code());
  }

  /** Refuses an answer that is longer than the model can write, which OpenAI's API only cuts. */
  static void refuseTooLong(@Nullable Integer maxTokens, ModelDefinition model) {
    Integer most = model.maxOutputTokens();
    if (maxTokens != null && most != null && maxTokens > most) {
      throw new UnderstudyException(
          ErrorCode.INTEGER_ABOVE_MAX_VALUE,
          "max_tokens: %d (expected: at most %d, as %s writes no more)"
              .formatted(maxTokens, most, model.id()),
          "max_tokens");
    }
  }

  /** The prompt is too long, in the words of Anthropic's API, which clients match on. */
  static UnderstudyException worded(UnderstudyException failure) {
    Matcher numbers = LIMIT_AND_TOKENS.matcher(failure.message());
    return failure.code() == ErrorCode.CONTEXT_LENGTH_EXCEEDED && numbers.find()
        ? new UnderstudyException(
            failure.code(),
            "prompt is too long: %s tokens > %s maximum"
                .formatted(numbers.group(2), numbers.group(1)),
            failure.param())
        : failure;
  }
}
