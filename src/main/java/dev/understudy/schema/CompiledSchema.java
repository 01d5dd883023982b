package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A schema made ready: checked for size, with its validator. Safe on any thread. */
final class CompiledSchema {

  private static final Set<String> PARTS = Set.of("not", "oneOf", "if", "contains");

  private final JsonNode root;
  private final Schema validator;
  private final int nodes;
  private final Map<String, TextPattern> patterns = new ConcurrentHashMap<>();

  /** What a value may be held against by itself, by identity; not changed any more. */
  private final IdentityHashMap<JsonNode, Part> parts = new IdentityHashMap<>();

  /** Where in the root, and how many nodes it has. */
  private record Part(NodePath path, int nodes) {}

  private CompiledSchema(JsonNode root, Schema validator) {
    this.root = root;
    this.validator = validator;
    nodes = find(root, "", new NodePath(PathType.JSON_POINTER));
  }

  /** Finds parts, and counts nodes. */
  private int find(JsonNode node, String keyword, NodePath path) {
    int count = 1;
    for (var field : node.properties()) {
      count += find(field.getValue(), field.getKey(), path.append(field.getKey()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      count += find(node.get(i), keyword, path.append(i));
    }
    if (node.isObject() && PARTS.contains(keyword)) {
      parts.put(node, new Part(path, count));
    }
    return count;
  }

  /**
   * Makes a schema ready. Its own address is left out, as references lead within it only.
   *
   * @throws Unmet when it is no schema
   */
  static CompiledSchema of(JsonNode schema) {
    JsonNode root = schema.deepCopy();
    if (root instanceof ObjectNode object) {
      object.remove(List.of("$schema", "$id", "id"));
    }
    checkPatterns(root);
    try {
      return new CompiledSchema(root, Validators.of(schema).getSchema(Canonical.of(root)));
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** Before the validator does, as it would log each that it cannot read. */
  private static void checkPatterns(JsonNode node) {
    if (node.path("pattern").isTextual()) {
      TextPattern.check(node.get("pattern").asText());
    }
    node.path("patternProperties").fieldNames().forEachRemaining(TextPattern::check);
    node.forEach(CompiledSchema::checkPatterns);
  }

  JsonNode root() {
    return root;
  }

  TextPattern pattern(String text) {
    return patterns.computeIfAbsent(text, TextPattern::new);
  }

  /** What a reference within the schema leads to. */
  JsonNode target(String reference) {
    if (!reference.startsWith("#")) {
      throw Unmet.somewhere(
          "$ref " + reference + " (expected: one within the schema, as #/$defs/name)");
    }
    JsonNode target =
        reference.startsWith("#/") || reference.equals("#")
            ? pointed(reference.substring(1))
            : anchored(reference.substring(1));
    if (target.isMissingNode()) {
      throw Unmet.somewhere("$ref " + reference + " (expected: one that leads to a schema)");
    }
    return target;
  }

  private JsonNode pointed(String pointer) {
    try {
      return root.at(URLDecoder.decode(pointer, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException noPointer) {
      return MissingNode.getInstance();
    }
  }

  private JsonNode anchored(String name) {
    for (JsonNode holder : root.findParents("$anchor")) {
      if (holder.get("$anchor").asText().equals(name)) {
        return holder;
      }
    }
    return MissingNode.getInstance();
  }

  /**
   * Whether a value is known to fit a part of the schema. Where that cannot be told, or costs too
   * much, the answer is no: {@link #check} has the last word.
   *
   * @param node of the root itself, or of what references lead to
   */
  boolean fits(JsonNode node, JsonNode value, SampleBudget budget) {
    Part part = parts.get(node);
    if (part == null || !budget.affords((long) part.nodes() * nodes(value))) {
      return false;
    }
    ExecutionContext context = new ExecutionContext(budget.validations());
    try {
      validator.getSubSchema(part.path()).validate(context, Canonical.of(value));
      return context.getErrors().isEmpty();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  private static int nodes(JsonNode value) {
    int count = 1;
    for (JsonNode child : value) {
      count += nodes(child);
    }
    return count;
  }

  /**
   * Passes a value that is valid.
   *
   * @throws Unmet with the first fault of one that is not
   */
  void check(JsonNode value, SampleBudget budget) {
    budget.compare((long) nodes * nodes(value));
    ExecutionContext context = new ExecutionContext(budget.validations());
    try {
      validator.validate(context, Canonical.of(value));
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
    if (!context.getErrors().isEmpty()) {
      Error fault = context.getErrors().get(0);
      throw Unmet.at(
          fault.getInstanceLocation().toString(), fault.getKeyword() + ": " + fault.getMessage());
    }
  }

  /** On what is no schema at all the library fails in many ways. */
  private static Unmet unreadable(RuntimeException fault) {
    return fault instanceof Unmet unmet
        ? unmet
        : Unmet.at("", "the schema cannot be read: " + fault.getMessage());
  }
}
