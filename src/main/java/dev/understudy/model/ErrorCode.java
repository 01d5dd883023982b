package dev.understudy.model;

import java.util.Locale;

/** Every way in which a request can fail; the same over Java, the bus and HTTP. */
public enum ErrorCode implements Named {
  /** A definition has faults. */
  INVALID_MODEL(400),
  /** A parameter or body field is unknown, of a wrong type or out of range. */
  INVALID_REQUEST(400),
  /** A body field that must be there is not. */
  MISSING_REQUIRED_PARAMETER(400),
  /** A body field of a wrong type. */
  INVALID_TYPE(400),
  /** A body field whose value is none of those that it can have. */
  INVALID_VALUE(400),
  /** A whole number that is too small. */
  INTEGER_BELOW_MIN_VALUE(400),
  /** A whole number that is too large. */
  INTEGER_ABOVE_MAX_VALUE(400),
  /** A number that is too small. */
  DECIMAL_BELOW_MIN_VALUE(400),
  /** A number that is too large. */
  DECIMAL_ABOVE_MAX_VALUE(400),
  /** An array without elements. */
  EMPTY_ARRAY(400),
  /** An array with too many elements. */
  ARRAY_ABOVE_MAX_LENGTH(400),
  /** A string that is too long. */
  STRING_ABOVE_MAX_LENGTH(400),
  /** Two body fields that exclude each other. */
  INVALID_PARAMETER_COMBINATION(400),
  /** The schema of a tool that is called strictly is not one of those that can be. */
  INVALID_FUNCTION_PARAMETERS(400),
  /** As the other, of the schema of an answer. */
  INVALID_JSON_SCHEMA(400),
  /** The model does not take that field. */
  UNSUPPORTED_PARAMETER(400),
  /** The model does not take that value. */
  UNSUPPORTED_VALUE(400),
  /** The body is not what its media type says. */
  MALFORMED_BODY(400),
  /** The model is not served on that endpoint. */
  UNSUPPORTED_ENDPOINT(400),
  /** The model lacks what the request needs. */
  UNSUPPORTED_FEATURE(400),
  /** Prompt and answer do not fit the model. */
  CONTEXT_LENGTH_EXCEEDED(400),
  /** All inputs of a request together are more than a vendor takes at once. */
  MAX_TOKENS_PER_REQUEST(400),
  /** The response that is to be continued is not kept. */
  PREVIOUS_RESPONSE_NOT_FOUND(400),
  /** No model has that name. */
  MODEL_NOT_FOUND(404),
  /** Several models answer to that name equally well. */
  AMBIGUOUS_MODEL(404),
  /** The model was never that, or not at that time. */
  VERSION_NOT_FOUND(404),
  /** No such route or thing. */
  NOT_FOUND(404),
  /** The route exists for other methods. */
  METHOD_NOT_ALLOWED(405),
  /** Not among the media types that the route answers. */
  NOT_ACCEPTABLE(406),
  /** The body did not come in time. */
  REQUEST_TIMEOUT(408),
  /** There is a model of that id. */
  MODEL_EXISTS(409),
  /** The name is an alias or id of another model. */
  NAME_CONFLICT(409),
  /** The write names an alias where it must name an id. */
  ALIAS_NOT_WRITABLE(409),
  /** Not as things are now. */
  CONFLICT(409),
  /** There is a remote source of that name, or it is the configuration's. */
  SOURCE_EXISTS(409),
  /** A remote source has lost more than half of its models. */
  SOURCE_SHRUNK(409),
  /** What was then is no longer kept. */
  REVISION_COMPACTED(410),
  /** The model has changed since it was read. */
  PRECONDITION_FAILED(412),
  /** The body is larger than allowed. */
  PAYLOAD_TOO_LARGE(413),
  /** The request line is longer than allowed. */
  URI_TOO_LONG(414),
  /** Not a media type that the route takes. */
  UNSUPPORTED_MEDIA_TYPE(415),
  /** Too much at once; later it will do. */
  OVERLOADED(429),
  /** An API key asks for more than it may; later it will do. */
  RATE_LIMIT_EXCEEDED(429),
  /** The headers are longer than allowed. */
  HEADERS_TOO_LARGE(431),
  /** A fault of ours. */
  INTERNAL(500),
  /** A remote source cannot be read, or what it has is not valid. */
  SOURCE_FAILED(502),
  /** A write could not be kept, so it was not made. */
  STORE_UNAVAILABLE(503),
  /** Not now: starting, stopping, or a part is down. */
  UNAVAILABLE(503);

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final int httpStatus;

  ErrorCode(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** The HTTP status that goes with it. */
  public int httpStatus() {
    return httpStatus;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
