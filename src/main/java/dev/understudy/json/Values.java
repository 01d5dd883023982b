package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.Named;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads single JSON values that stand at a path. One of a wrong type or range is a fault and reads
 * as null. Confined to one thread.
 */
final class Values {

  /** Larger exponents, either way, are refused: to expand one costs memory. */
  private static final int LARGEST_SCALE = 20;

  /** More than the shortest form of any double needs. */
  private static final int LARGEST_DECIMAL_SCALE = 350;

  private final Faults faults;

  Values(Faults faults) {
    this.faults = faults;
  }

  @Nullable String text(String path, JsonNode value) {
    boolean ok = value.isTextual() && !value.textValue().isBlank();
    faults.require(
        ok,
        path,
        value,
        "a string that is not blank",
        value.isTextual() ? ErrorCode.INVALID_VALUE : ErrorCode.INVALID_TYPE);
    return ok ? value.textValue() : null;
  }

  @Nullable Boolean bool(String path, JsonNode value) {
    faults.require(value.isBoolean(), path, value, "true, false or null", ErrorCode.INVALID_TYPE);
    return value.isBoolean() ? (Boolean) value.booleanValue() : null;
  }

  @Nullable Integer integer(String path, JsonNode value) {
    Long whole = whole(path, value);
    if (whole == null) {
      return null;
    }
    boolean ok = whole == whole.intValue();
    faults.require(ok, path, whole, "a whole number up to " + Integer.MAX_VALUE);
    return ok ? (Integer) whole.intValue() : null;
  }

  /** YAML reads numbers that are too large as infinite. */
  private static boolean isNumber(JsonNode value) {
    boolean isBinary = value.isDouble() || value.isFloat();
    return value.isNumber() && (!isBinary || Double.isFinite(value.doubleValue()));
  }

  @Nullable Long whole(String path, JsonNode value) {
    if (isNumber(value) && Math.abs((long) value.decimalValue().scale()) <= LARGEST_SCALE) {
      try {
        return value.decimalValue().longValueExact();
      } catch (ArithmeticException notWhole) {
        // a fault, as below
      }
    }
    String expected = value.isIntegralNumber() ? "a whole number of 64 bits" : "a whole number";
    faults.require(false, path, value, expected, ErrorCode.INVALID_TYPE);
    return null;
  }

  @Nullable BigDecimal decimal(String path, JsonNode value) {
    faults.require(isNumber(value), path, value, "a number", ErrorCode.INVALID_TYPE);
    if (!isNumber(value)) {
      return null;
    }
    BigDecimal decimal = value.decimalValue();
    boolean ok = Math.abs((long) decimal.scale()) <= LARGEST_DECIMAL_SCALE;
    faults.require(
        ok, path, value, "at most " + LARGEST_DECIMAL_SCALE + " decimal places or zeros");
    return ok ? decimal : null;
  }

  @Nullable LocalDate date(String path, JsonNode value) {
    String day = text(path, value);
    if (day == null) {
      return null;
    }
    try {
      return LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      faults.add(path, day, "a day as YYYY-MM-DD");
      return null;
    }
  }

  <E extends Enum<E> & Named> @Nullable E named(String path, JsonNode value, Class<E> type) {
    E constant = value.isTextual() ? Named.find(type, value.textValue()) : null;
    faults.require(constant != null, path, value, Named.expectation(type));
    return constant;
  }
}
