package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks of the form of JSON values that stand at a path. Confined to one thread. */
final class Shapes {

  private static final int MOST_CACHE_MARKS = 4;

  private final Faults faults;
  private int cacheMarks;

  Shapes(Faults faults) {
    this.faults = faults;
  }

  /** Whether there is an object; a fault when not. */
  boolean isObject(String path, @Nullable JsonNode value) {
    boolean ok = value != null && value.isObject();
    faults.require(ok, path, value, "an object", ErrorCode.INVALID_TYPE);
    return ok;
  }

  /** A string that must be there; empty when it is not. */
  String text(String path, JsonNode object, String name) {
    JsonNode value = object.get(name);
    boolean ok = value != null && value.isTextual();
    faults.require(ok, path + "." + name, value, "a string", ErrorCode.INVALID_TYPE);
    return ok ? value.textValue() : "";
  }

  /** A string that may be there; empty when it is not. */
  String optionalText(String path, JsonNode object, String name) {
    return lacks(object, name) ? "" : text(path, object, name);
  }

  /** True or false, which may be there; false when it is not. */
  boolean flag(String path, JsonNode object, String name) {
    JsonNode value = object.get(name);
    faults.require(
        lacks(object, name) || value.isBoolean(),
        path + "." + name,
        value,
        "true or false",
        ErrorCode.INVALID_TYPE);
    return object.path(name).asBoolean(false);
  }

  /** One of some strings, which must be there. */
  String oneOf(String path, JsonNode object, String name, Set<String> names) {
    JsonNode value = object.get(name);
    boolean ok = value != null && value.isTextual() && names.contains(value.textValue());
    faults.require(
        ok, path + "." + name, value, "one of " + String.join(", ", new TreeSet<>(names)));
    return ok ? value.textValue() : "";
  }

  /** Whether there is no such field, or null. */
  static boolean lacks(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull();
  }

  /** Checks where the vendor is to remember the prompt up to, if it is. */
  void cacheMark(String path, @Nullable JsonNode mark) {
    if (mark == null || mark.isNull() || !isObject(path, mark)) {
      return;
    }
    oneOf(path, mark, "type", Set.of("ephemeral"));
    if (!lacks(mark, "ttl")) {
      oneOf(path, mark, "ttl", Set.of("5m", "1h"));
    }
    cacheMarks++;
    faults.require(
        cacheMarks != MOST_CACHE_MARKS + 1,
        path,
        "mark number " + cacheMarks,
        "at most " + MOST_CACHE_MARKS + " blocks with cache_control");
  }
}
