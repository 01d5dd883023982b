package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** JSON Schema's types. */
final class Types {

  /** Keywords from which a type is guessed where none is said. */
  private static final Map<String, List<String>> KEYWORDS =
      Map.of(
          "object",
          List.of(
              "properties",
              "required",
              "additionalProperties",
              "patternProperties",
              "propertyNames",
              "dependentRequired",
              "minProperties",
              "maxProperties"),
          "array",
          List.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
          "number",
          List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));

  /** All of them, the usual first. */
  static final List<JsonNode> ALL =
      Stream.of("string", "number", "boolean", "object", "array", "null")
          .<JsonNode>map(TextNode::valueOf)
          .toList();

  private Types() {}

  /** The types that a schema allows, else the one that its keywords are about, else string. */
  static JsonNode of(JsonNode schema) {
    if (schema.has("type")) {
      return Conjunction.asList(schema.get("type"));
    }
    for (String type : List.of("object", "array", "number")) {
      if (KEYWORDS.getOrDefault(type, List.of()).stream().anyMatch(schema::has)) {
        return Conjunction.list(TextNode.valueOf(type));
      }
    }
    return Conjunction.list(TextNode.valueOf("string"));
  }

  /** Whether a value is of one of the types. */
  static boolean allows(JsonNode types, JsonNode value) {
    for (JsonNode type : Conjunction.asList(types)) {
      if (is(type.asText(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }
}
