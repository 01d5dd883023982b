package dev.understudy.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An enum constant that has a name of its own in JSON and in URLs, in snake_case. */
public interface Named {

  /** The name in JSON. */
  String jsonName();

  /** The constant with that name, or null. */
  static <E extends Enum<E> & Named> @Nullable E find(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.jsonName().equals(name)) {
        return constant;
      }
    }
    return null;
  }

  /** What a value of that type may be, for messages: {@code one of active, preview}. */
  static <E extends Enum<E> & Named> String expectation(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Named::jsonName)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
