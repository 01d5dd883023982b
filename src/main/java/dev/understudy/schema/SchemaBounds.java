package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** How large a schema may be, and is. For one thread. */
final class SchemaBounds {

  private static final int MAX_NODES = 50_000;
  private static final int MAX_DEPTH = 200;

  /** Digits before or after the point; exact arithmetic with more would cost any time. */
  static final int MAX_DIGITS = 400;

  /** What the nodes made of one node take, in characters. */
  private static final int NODE_WEIGHT = 8;

  private int nodes;
  private long characters;

  private SchemaBounds() {}

  /**
   * Passes a schema of a size that can be worked on.
   *
   * @return its weight in memory, in characters: of its texts, of the names, and for the nodes
   * @throws Unmet when it is too large, or no schema
   */
  static int weight(JsonNode schema) {
    if (!schema.isObject() && !schema.isBoolean()) {
      throw Unmet.at("", "schema " + schema.getNodeType() + " (expected: an object)");
    }
    SchemaBounds bounds = new SchemaBounds();
    bounds.visit(schema, 0);
    long weight = bounds.characters + (long) NODE_WEIGHT * bounds.nodes;
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  private void visit(JsonNode node, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw Unmet.at(
          "",
          "the schema is too large (expected: at most %d values, %d deep)"
              .formatted(MAX_NODES, MAX_DEPTH));
    }
    if (node.isNumber()) {
      checkNumber(node);
    }
    characters += node.isTextual() ? node.textValue().length() : 0;
    node.fieldNames().forEachRemaining(name -> characters += name.length());
    for (JsonNode child : node) {
      visit(child, depth + 1);
    }
  }

  private static void checkNumber(JsonNode node) {
    boolean endless = node.isDouble() && !Double.isFinite(node.doubleValue());
    BigDecimal number = endless ? BigDecimal.ZERO : node.decimalValue();
    long before = (long) number.precision() - number.scale();
    if (endless || before > MAX_DIGITS || number.scale() > MAX_DIGITS) {
      throw Unmet.at("", "a number of the schema has more than " + MAX_DIGITS + " digits");
    }
  }
}
