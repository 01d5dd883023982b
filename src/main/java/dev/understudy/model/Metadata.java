package dev.understudy.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Free JSON values, copied deeply and brought to one form: numbers are Integer, Long, BigInteger or
 * BigDecimal, the first that holds them, so that what is written reads back equal.
 */
final class Metadata {

  private static final int DEEPEST = 50;
  private static final int MOST_DIGITS = 60;
  private static final int LARGEST_SCALE = 30;

  private Metadata() {}

  /** An immutable copy; what JSON cannot hold is a fault. */
  static Map<String, Object> frozen(Faults faults, Map<String, Object> metadata) {
    return metadata.isEmpty() ? Map.of() : map(faults, "metadata", metadata, 0);
  }

  private static Map<String, Object> map(Faults faults, String path, Map<?, ?> map, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          faults.require(key instanceof String, path, key, "keys that are strings");
          copy.put(String.valueOf(key), value(faults, path + "." + key, value, depth + 1));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static List<Object> list(Faults faults, String path, List<?> list, int depth) {
    List<Object> copy = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      copy.add(value(faults, path + "[" + i + "]", list.get(i), depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static @Nullable Object value(
      Faults faults, String path, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      faults.add(path, "deeper", "at most " + DEEPEST + " levels");
      return null;
    }
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      return map(faults, path, map, depth);
    }
    if (value instanceof List<?> list) {
      return list(faults, path, list, depth);
    }
    Number number = value instanceof Number given ? number(given) : null;
    if (number == null) {
      faults.add(
          path,
          value,
          "a JSON value; a number of up to %d digits, %d after the point"
              .formatted(MOST_DIGITS, LARGEST_SCALE));
    }
    return number;
  }

  /** Null for a number that JSON cannot hold or that would be endless in writing. */
  private static @Nullable Number number(Number number) {
    BigDecimal decimal;
    try {
      decimal = new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
    // The scale first: 1e999999999 must not be expanded.
    if (Math.abs((long) decimal.scale()) > LARGEST_SCALE || decimal.precision() > MOST_DIGITS) {
      return null;
    }
    return decimal.scale() > 0 ? decimal : whole(decimal.toBigIntegerExact());
  }

  private static Number whole(BigInteger whole) {
    if (whole.bitLength() >= Long.SIZE) {
      return whole;
    }
    long value = whole.longValue();
    if (value == (int) value) {
      return (int) value;
    }
    return value;
  }
}
