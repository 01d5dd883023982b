package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** How large a schema may be. For one thread. */
final class SchemaBounds {

  private static final int MAX_NODES = 50_000;
  private static final int MAX_DEPTH = 200;

  /** Digits before or after the point; exact arithmetic with more would cost any time. */
  private static final int MAX_DIGITS = 400;

  private int nodes;

  private SchemaBounds() {}

  /**
   * How many nodes a schema has.
   *
   * @throws Unmet when it is too large, or no schema
   */
  static int nodes(JsonNode schema) {
    if (!schema.isObject() && !schema.isBoolean()) {
      throw Unmet.at("", "schema " + schema.getNodeType() + " (expected: an object)");
    }
    SchemaBounds bounds = new SchemaBounds();
    bounds.visit(schema, 0);
    return bounds.nodes;
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
