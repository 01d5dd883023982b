package dev.understudy.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it travels: the same code, message and suggestions as over HTTP.
 *
 * @param code which failure
 * @param message for people
 * @param param the parameter or field at fault
 * @param didYouMean near names
 * @param retryAfterMillis in how long the same request may succeed; 0 when that is not known
 */
record BusFailure(
    ErrorCode code,
    String message,
    @Nullable String param,
    List<String> didYouMean,
    long retryAfterMillis) {

  /** What is sent for a failure. */
  static BusFailure of(Throwable failure) {
    UnderstudyException known = UnderstudyException.known(failure);
    return new BusFailure(
        known.code(), known.message(), known.param(), known.didYouMean(), known.retryAfterMillis());
  }

  String json() {
    return new String(Json.bytes(this), StandardCharsets.UTF_8);
  }

  /** The failure that a client sees. */
  static UnderstudyException received(Throwable failure, String address) {
    if (!(failure instanceof ReplyException reply)) {
      return UnderstudyException.known(failure);
    }
    if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
      String why =
          reply.failureType() == ReplyFailure.NO_HANDLERS ? "nobody serves " : "no answer from ";
      return new UnderstudyException(ErrorCode.UNAVAILABLE, why + address, null);
    }
    try {
      BusFailure sent = Json.mapper().readValue(reply.getMessage(), BusFailure.class);
      return new UnderstudyException(
          sent.code, sent.message, sent.param, sent.didYouMean, sent.retryAfterMillis);
    } catch (JsonProcessingException notOurs) {
      return new UnderstudyException(ErrorCode.INTERNAL, String.valueOf(reply.getMessage()), null);
    }
  }
}
