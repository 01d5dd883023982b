package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON in which equal numbers are equal nodes: for JSON Schema 1 and 1.0 are one number, for the
 * nodes of Jackson they are two.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.2">Equality</a>
 */
final class Canonical {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Canonical() {}

  /** The same value; the one given is not changed. */
  static JsonNode of(JsonNode value) {
    if (value.isNumber()) {
      return NumberSource.node(value.decimalValue());
    }
    if (value.isObject()) {
      ObjectNode object = NODES.objectNode();
      value.properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = NODES.arrayNode(value.size());
      value.forEach(element -> array.add(of(element)));
      return array;
    }
    return value;
  }
}
