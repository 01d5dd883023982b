package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.UnderstudyException;
import dev.understudy.usage.RequestUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the body that tells of a request to a model. */
final class RecordedUsage {

  /** Beyond any duration that is taken. */
  private static final BigDecimal MANY_SECONDS = BigDecimal.valueOf(1_000_000_000);

  private RecordedUsage() {}

  /**
   * What was used.
   *
   * @throws UnderstudyException INVALID_REQUEST with every fault
   */
  static RequestUsage read(byte[] bytes) {
    Faults faults = new Faults();
    Fields fields = new Fields(Json.parseObject(bytes), faults);
    RequestUsage usage = faults.part("", () -> usage(fields));
    fields.refuseOthers();
    if (!faults.none() || usage == null) {
      String all = new InvalidModelException(faults.list()).message();
      throw new UnderstudyException(ErrorCode.INVALID_REQUEST, all, faults.list().get(0).path());
    }
    return usage;
  }

  private static RequestUsage usage(Fields fields) {
    return new RequestUsage(
        Times.read(fields, "at"),
        tokens(fields, "input_tokens"),
        tokens(fields, "cached_input_tokens"),
        tokens(fields, "output_tokens"),
        tokens(fields, "reasoning_tokens"),
        cost(fields),
        Boolean.TRUE.equals(fields.bool("error")),
        Boolean.TRUE.equals(fields.bool("disconnected")),
        nanos(fields, "latency_seconds"),
        nanos(fields, "ttft_seconds"));
  }

  private static long tokens(Fields fields, String name) {
    return Objects.requireNonNullElse(fields.whole(name), 0L);
  }

  /** A number, or the exact decimal string that costs are told as. */
  private static @Nullable BigDecimal cost(Fields fields) {
    JsonNode value = fields.get("cost");
    if (value == null || !value.isTextual()) {
      return fields.decimal("cost");
    }
    String text = value.textValue();
    if (text.matches("\\d{1,15}(\\.\\d{1,30})?")) {
      return new BigDecimal(text);
    }
    fields.faults().add("cost", text, "USD as a number from 0, or as text such as \"0.0125\"");
    return null;
  }

  private static long nanos(Fields fields, String name) {
    BigDecimal seconds = fields.decimal(name);
    if (seconds == null) {
      return RequestUsage.UNKNOWN;
    }
    if (seconds.signum() < 0 || seconds.compareTo(MANY_SECONDS) > 0) {
      fields.faults().add(name, seconds, "a number from 0 to 86400");
      return RequestUsage.UNKNOWN;
    }
    return seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
