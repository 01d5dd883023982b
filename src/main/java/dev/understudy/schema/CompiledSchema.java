package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A schema made ready: checked for size, with its validator. Safe on any thread. */
final class CompiledSchema {

  private final JsonNode root;
  private final Schema validator;
  private final Map<String, TextPattern> patterns = new ConcurrentHashMap<>();

  private CompiledSchema(JsonNode root, Schema validator) {
    this.root = root;
    this.validator = validator;
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
      return new CompiledSchema(root, Validators.of(schema).getSchema(root));
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
    JsonNode target = pointed(reference.substring(1));
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

  /**
   * Passes a value that is valid.
   *
   * @throws Unmet with the first fault of one that is not
   */
  void check(JsonNode value) {
    ExecutionContext context = Validators.context();
    try {
      validator.validate(context, value);
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
