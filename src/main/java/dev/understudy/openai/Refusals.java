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

  /** Items that do not go together; the message is OpenAI's own, which clients match on. */
  static UnderstudyException input(String message) {
    return new UnderstudyException(ErrorCode.INVALID_VALUE, message, "input");
  }

  /** A parameter of chat completions where a response has another. */
  static UnderstudyException moved(String param, String here) {
    return new UnderstudyException(
        ErrorCode.UNSUPPORTED_PARAMETER,
        "Unsupported parameter: '%s'. In the Responses API, this parameter has moved to '%s'. Try again with the new parameter."
            .formatted(param, here),
        param);
  }

  /** A conversation that cannot go on, as its last response is not kept. */
  static UnderstudyException previousResponse(String id) {
    return new UnderstudyException(
        ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND,
        "Previous response with id '" + id + "' not found.",
        "previous_response_id");
  }
}
