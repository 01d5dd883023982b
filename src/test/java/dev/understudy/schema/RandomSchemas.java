package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Schemas that some value fits, drawn from what tools and structured outputs use. */
final class RandomSchemas {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NAMES =
      List.of("city", "user_name", "age", "unit", "startDate", "items", "x", "note", "a/b", "tags");
  private static final List<String> FORMATS =
      List.of(
          "date-time", "date", "time", "email", "uuid", "uri", "ipv4", "ipv6", "hostname", "int64");
  private static final List<String> PATTERNS =
      List.of(
          "^[A-Z]{2}\\d{3}$",
          "^\\d{5}(-\\d{4})?$",
          "^(\\([0-9]{3}\\))?[0-9]{3}-[0-9]{4}$",
          "^#[0-9a-fA-F]{6}$",
          "^(red|green|blue)$",
          "^[a-z_]+$",
          "[0-9]",
          "^\\S+@\\S+$",
          "^.{2,5}$",
          "^(?!x)[a-z]{3,9}(?<!y)$");

  private final RandomGenerator random;
  private final ObjectNode definitions = NODES.objectNode();

  private RandomSchemas(RandomGenerator random) {
    this.random = random;
  }

  static ObjectNode draw(long seed) {
    RandomSchemas schemas = new RandomSchemas(new SplittableRandom(seed));
    schemas.definitions.set("node", schemas.tree());
    schemas.definitions.set("leaf", schemas.leaf());
    ObjectNode root = schemas.object(3);
    root.set("$defs", schemas.definitions);
    return root;
  }

  private ObjectNode schema(int depth) {
    if (depth <= 0) {
      return leaf();
    }
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> object(depth);
      case 3, 4 -> array(depth);
      case 5 -> alternatives("anyOf", schema(depth - 1), schema(depth - 1), type("null"));
      case 6 -> alternatives("oneOf", string(), range("integer"), type("boolean"));
      case 7 -> both(depth);
      case 8 -> NODES.objectNode().put("$ref", chance() ? "#/$defs/leaf" : "#/$defs/node");
      default -> leaf();
    };
  }

  private ObjectNode leaf() {
    return switch (random.nextInt(10)) {
      case 0 -> type("boolean");
      case 1, 2 -> range("integer");
      case 3 -> range("number");
      case 4 -> listed();
      case 5 -> type("string").put("format", pick(FORMATS));
      case 6 -> type("string").put("pattern", pick(PATTERNS));
      case 7 -> nullableString();
      case 8 -> listed().set("not", NODES.objectNode().put("const", "celsius"));
      default -> string();
    };
  }

  private ObjectNode listed() {
    return chance()
        ? NODES.objectNode().put("const", pick(NAMES))
        : type("string").set("enum", NODES.arrayNode().add("celsius").add("fahrenheit"));
  }

  private ObjectNode nullableString() {
    return NODES.objectNode().set("type", NODES.arrayNode().add("string").add("null"));
  }

  private ObjectNode string() {
    ObjectNode string = type("string");
    int min = random.nextInt(40);
    if (chance()) {
      string.put("minLength", min);
    }
    return chance() ? string.put("maxLength", min + random.nextInt(30)) : string;
  }

  private ObjectNode range(String type) {
    ObjectNode range = type(type);
    int min = random.nextInt(400) - 200;
    int step = 1 + random.nextInt(20);
    if (chance()) {
      range.put(chance() ? "minimum" : "exclusiveMinimum", min);
    }
    if (chance()) {
      range.put(chance() ? "maximum" : "exclusiveMaximum", min + 2 * step + random.nextInt(100));
    }
    return chance() ? range.put("multipleOf", step) : range;
  }

  private ObjectNode object(int depth) {
    ObjectNode object = type("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    for (int left = random.nextInt(5); left > 0; left--) {
      String name = pick(NAMES);
      if (!properties.has(name) && chance()) {
        required.add(name);
      }
      properties.set(name, schema(depth - 1));
    }
    if (chance()) {
      object.put("additionalProperties", false);
    } else if (chance()) {
      object.set("additionalProperties", leaf());
      object.put("minProperties", random.nextInt(4));
    }
    return object;
  }

  private ObjectNode array(int depth) {
    ObjectNode array = type("array");
    int min = random.nextInt(4);
    array.put("minItems", min).put("maxItems", min + 1 + random.nextInt(4));
    if (chance()) {
      return array.set("items", schema(depth - 1));
    }
    if (chance()) {
      array.put("uniqueItems", true);
      return array.set(
          "items", chance() ? string().put("minLength", 9).put("maxLength", 90) : type("integer"));
    }
    array.putArray("prefixItems").add(schema(depth - 1)).add(leaf());
    return array.set("items", leaf());
  }

  /** A conjunction that is met by what both ask for. */
  private ObjectNode both(int depth) {
    ObjectNode one = object(depth - 1);
    one.remove("additionalProperties");
    ObjectNode other = type("object");
    other.putObject("properties").set("extra", leaf());
    other.putArray("required").add("extra");
    return alternatives("allOf", one, other);
  }

  /** A tree that can end at any node. */
  private ObjectNode tree() {
    ObjectNode tree = type("object").put("additionalProperties", false);
    ObjectNode properties = tree.putObject("properties");
    properties.set("value", leaf());
    ObjectNode children = properties.putObject("children").put("type", "array");
    children.putObject("items").put("$ref", "#/$defs/node");
    properties.putObject("next").putArray("anyOf").add(reference()).add(type("null"));
    tree.putArray("required").add("value").add("children").add("next");
    return tree;
  }

  private static ObjectNode reference() {
    return NODES.objectNode().put("$ref", "#/$defs/node");
  }

  private static ObjectNode alternatives(String keyword, JsonNode... schemas) {
    ObjectNode alternatives = NODES.objectNode();
    alternatives.putArray(keyword).addAll(List.of(schemas));
    return alternatives;
  }

  private static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }

  private boolean chance() {
    return random.nextBoolean();
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
