package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a schema that an answer is to keep to strictly: each object in it requires all its
 * properties and allows no others. Confined to one thread.
 *
 * @see <a href="https://platform.openai.com/docs/guides/structured-outputs">Structured outputs:
 *     supported schemas</a>
 */
final class StrictSchema {

  private static final List<String> MAPS_OF_SCHEMAS = List.of("properties", "$defs", "definitions");
  private static final List<String> LISTS_OF_SCHEMAS = List.of("anyOf", "oneOf", "allOf");

  private final String param;
  private final ErrorCode code;
  private final Faults faults;

  private StrictSchema(String param, ErrorCode code, Faults faults) {
    this.param = param;
    this.code = code;
    this.faults = faults;
  }

  /**
   * Notes what is wrong with a schema.
   *
   * @param param what the faults are told of
   * @param code their code
   */
  static void check(JsonNode schema, String param, ErrorCode code, Faults faults) {
    new StrictSchema(param, code, faults).schema("the schema", schema);
  }

  private void schema(String place, JsonNode schema) {
    if (faults.isFull()) {
      return;
    }
    if (isOfObjects(schema)) {
      object(place, schema);
    }
    for (String name : MAPS_OF_SCHEMAS) {
      schema
          .path(name)
          .properties()
          .forEach(entry -> schema(place + "." + name + "." + entry.getKey(), entry.getValue()));
    }
    for (String name : LISTS_OF_SCHEMAS) {
      JsonNode list = schema.path(name);
      for (int i = 0; i < list.size(); i++) {
        schema(place + "." + name + "[" + i + "]", list.path(i));
      }
    }
    if (schema.has("items")) {
      schema(place + ".items", schema.get("items"));
    }
  }

  private static boolean isOfObjects(JsonNode schema) {
    JsonNode type = schema.path("type");
    boolean among = false;
    for (JsonNode one : type) {
      among |= one.asText().equals("object");
    }
    return among || type.asText().equals("object") || schema.has("properties");
  }

  private void object(String place, JsonNode schema) {
    JsonNode others = schema.path("additionalProperties");
    faults.require(
        others.isBoolean() && !others.booleanValue(),
        param,
        place + " with additionalProperties " + (others.isMissingNode() ? "missing" : others),
        "false in each object, as strict is true",
        code);
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<String> optional =
        schema.path("properties").properties().stream()
            .map(entry -> entry.getKey())
            .filter(name -> !required.contains(name))
            .toList();
    faults.require(
        optional.isEmpty(),
        param,
        place + " without " + String.join(", ", optional) + " in required",
        "all properties in required, as strict is true",
        code);
  }
}
