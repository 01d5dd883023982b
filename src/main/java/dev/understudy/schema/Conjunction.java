package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Schemas that must all hold, as one: types and choices narrowed to what they share, the higher of
 * the lower bounds. What cannot be said in one schema is kept of the first; the validator has the
 * last word. For one thread.
 */
final class Conjunction {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonNode INTEGER = TextNode.valueOf("integer");
  private static final JsonNode NUMBER = TextNode.valueOf("number");

  private Conjunction() {}

  /** A schema that holds where both do. */
  static JsonNode both(JsonNode one, JsonNode other) {
    if (one.equals(other) || other.equals(BooleanNode.TRUE)) {
      return one;
    }
    if (one.equals(BooleanNode.TRUE)) {
      return other;
    }
    boolean never = one.equals(BooleanNode.FALSE) || other.equals(BooleanNode.FALSE);
    return never ? BooleanNode.FALSE : NODES.objectNode().set("allOf", list(one, other));
  }

  /**
   * Narrows {@code into} by what {@code schema} says itself; its nodes are not changed.
   *
   * @param budget pays for what is said in both
   */
  static void narrow(ObjectNode into, JsonNode schema, SampleBudget budget) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String name = keyword.getKey();
      JsonNode value = keyword.getValue();
      KeywordForms.check(name, value);
      if (name.equals("const")) {
        merge(into, "enum", list(value), budget);
      } else if (name.equals("items") && value.isArray()) {
        merge(into, "prefixItems", value, budget);
      } else if (name.equals("additionalItems") && schema.path("items").isArray()) {
        merge(into, "items", value, budget);
      } else if (!name.equals("items") || !value.isArray()) {
        merge(into, name, value, budget);
      }
    }
  }

  private static void merge(ObjectNode into, String name, JsonNode value, SampleBudget budget) {
    JsonNode known = into.get(name);
    if (known == null) {
      into.set(name, value);
    } else {
      budget.look((long) CompiledSchema.nodes(known) + CompiledSchema.nodes(value));
      into.set(name, merged(name, known, value));
    }
  }

  private static JsonNode merged(String name, JsonNode known, JsonNode value) {
    return switch (name) {
      case "type" -> sharedTypes(known, value);
      case "enum" -> shared(known, value);
      case "required", "not", "pattern" -> union(asList(known), asList(value));
      case "dependentRequired" -> unions(known, value);
      case "properties", "patternProperties", "dependentSchemas" -> members(known, value);
      case "items", "additionalProperties", "propertyNames" -> both(known, value);
      case "prefixItems" -> elements(known, value);
      case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
          number(known).compareTo(number(value)) >= 0 ? known : value;
      case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
          number(known).compareTo(number(value)) <= 0 ? known : value;
      case "multipleOf" -> NODES.numberNode(commonMultiple(number(known), number(value)));
      case "uniqueItems" -> known.asBoolean() ? known : value;
      default -> known;
    };
  }

  private static BigDecimal number(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
  }

  private static BigDecimal commonMultiple(BigDecimal a, BigDecimal b) {
    if (a.signum() <= 0 || b.signum() <= 0) {
      return a.max(b);
    }
    int scale = Math.max(0, Math.max(a.scale(), b.scale()));
    var one = a.setScale(scale).unscaledValue();
    var other = b.setScale(scale).unscaledValue();
    BigDecimal multiple = new BigDecimal(one.multiply(other).divide(one.gcd(other)), scale);
    if (multiple.precision() > SchemaBounds.MAX_DIGITS) {
      throw Unmet.somewhere(
          "multipleOf: no common multiple of " + SchemaBounds.MAX_DIGITS + " digits");
    }
    return multiple;
  }

  private static JsonNode sharedTypes(JsonNode known, JsonNode value) {
    Set<JsonNode> ones = types(known);
    Set<JsonNode> others = types(value);
    ones.retainAll(others);
    if (ones.isEmpty()) {
      throw Unmet.somewhere(
          () -> "type " + known + " and type " + value + " allow no value together");
    }
    if (ones.contains(NUMBER)) {
      ones.remove(INTEGER);
    }
    return NODES.arrayNode().addAll(ones);
  }

  /** Each once; a number may be an integer. */
  private static Set<JsonNode> types(JsonNode said) {
    Set<JsonNode> types = new LinkedHashSet<>();
    asList(said).forEach(types::add);
    if (types.contains(NUMBER)) {
      types.add(INTEGER);
    }
    return types;
  }

  private static JsonNode shared(JsonNode known, JsonNode value) {
    Set<JsonNode> others = new HashSet<>();
    value.forEach(other -> others.add(Canonical.of(other)));
    ArrayNode shared = NODES.arrayNode();
    for (JsonNode one : known) {
      if (others.contains(Canonical.of(one))) {
        shared.add(one);
      }
    }
    return shared;
  }

  private static JsonNode union(JsonNode known, JsonNode value) {
    Set<JsonNode> union = new LinkedHashSet<>();
    known.forEach(union::add);
    value.forEach(union::add);
    return NODES.arrayNode().addAll(union);
  }

  private static JsonNode unions(JsonNode known, JsonNode value) {
    ObjectNode unions = NODES.objectNode();
    known.properties().forEach(member -> unions.set(member.getKey(), member.getValue()));
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode other = unions.path(member.getKey());
      unions.set(member.getKey(), union(other, member.getValue()));
    }
    return unions;
  }

  private static JsonNode members(JsonNode known, JsonNode value) {
    ObjectNode members = NODES.objectNode();
    known.properties().forEach(member -> members.set(member.getKey(), member.getValue()));
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode other = members.get(member.getKey());
      JsonNode schema = member.getValue();
      members.set(member.getKey(), other == null ? schema : both(other, schema));
    }
    return members;
  }

  private static JsonNode elements(JsonNode known, JsonNode value) {
    ArrayNode elements = NODES.arrayNode();
    for (int i = 0; i < Math.max(known.size(), value.size()); i++) {
      JsonNode one = known.has(i) ? known.get(i) : BooleanNode.TRUE;
      elements.add(both(one, value.has(i) ? value.get(i) : BooleanNode.TRUE));
    }
    return elements;
  }

  static ArrayNode list(JsonNode... nodes) {
    ArrayNode list = NODES.arrayNode();
    for (JsonNode node : nodes) {
      list.add(node);
    }
    return list;
  }

  static JsonNode asList(JsonNode node) {
    return node.isArray() ? node : list(node);
  }
}
