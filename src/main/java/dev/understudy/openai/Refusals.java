package dev.understudy.openai;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;

/** What OpenAI's API refuses, with its codes. */
final class Refusals {

  private Refusals() {}

  /** A parameter that a model does not take. */
  static UnderstudyException parameter(String param, String model, String instead) {
    return new UnderstudyException(
        ErrorCode.UNSUPPORTED_PARAMETER,
        "Unsupported parameter: '%s' is not supported with model %s. %s"
            .formatted(param, model, instead),
        param);
  }

  /** A value that a model does not take. */
  static UnderstudyException value(String param, Object value, String model, Object usual) {
    return new UnderstudyException(
        ErrorCode.UNSUPPORTED_VALUE,
        "Unsupported value: '%s' does not support %s with model %s. Only the default (%s) value is supported."
            .formatted(param, value, model, usual),
        param);
  }
}
