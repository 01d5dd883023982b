package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Keywords as lists of alternatives, of which one must hold. In a schema that is being gathered
 * {@code not} is a list: none of it may hold. For one thread.
 */
final class Alternatives {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Alternatives() {}

  /** Each with none of the others. */
  static JsonNode oneOf(JsonNode schemas) {
    ArrayNode alternatives = NODES.arrayNode();
    for (int i = 0; i < schemas.size(); i++) {
      ArrayNode others = NODES.arrayNode();
      for (int k = 0; k < schemas.size(); k++) {
        if (k != i) {
          others.add(schemas.get(k));
        }
      }
      alternatives.add(Conjunction.both(schemas.get(i), noneOf(others)));
    }
    return alternatives;
  }

  /** Either what {@code if} says and {@code then}, or {@code else} and not what it says. */
  static JsonNode branches(JsonNode schema) {
    JsonNode then = schema.has("then") ? schema.get("then") : BooleanNode.TRUE;
    JsonNode otherwise = schema.has("else") ? schema.get("else") : BooleanNode.TRUE;
    JsonNode condition = schema.get("if");
    return Conjunction.list(
        Conjunction.both(condition, then),
        Conjunction.both(otherwise, noneOf(Conjunction.list(condition))));
  }

  /** Either without the property, or with it and what it asks for. */
  static JsonNode dependent(Map.Entry<String, JsonNode> dependency) {
    ObjectNode without = NODES.objectNode();
    without.putObject("properties").set(dependency.getKey(), BooleanNode.FALSE);
    ObjectNode with = NODES.objectNode();
    with.putArray("required").add(dependency.getKey());
    return Conjunction.list(Conjunction.both(with, dependency.getValue()), without);
  }

  /** A schema that holds where none of those does. */
  static ObjectNode noneOf(ArrayNode schemas) {
    return NODES.objectNode().set("not", schemas);
  }
}
