package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A function that the model may call. Immutable, as its schema is never changed.
 *
 * @param name by which it is called
 * @param description what it is for; empty when not said
 * @param parameters JSON Schema of its arguments, which are an object, and an empty one where it
 *     says nothing of what is in it
 * @param path where the request has that schema, for errors
 */
public record Tool(String name, String description, JsonNode parameters, String path) {

  private static final Set<String> SAY_NOTHING_OF_ARGUMENTS =
      Set.of("type", "properties", "title", "description", "$schema");

  /** Makes the schema one of objects. */
  public Tool {
    parameters = parameters instanceof ObjectNode schema ? ofObjects(schema) : parameters;
  }

  private static ObjectNode ofObjects(ObjectNode schema) {
    ObjectNode objects = schema.deepCopy();
    if (!schema.path("type").isTextual()) {
      objects.put("type", "object"); // left out, or among several
    }
    if (hasNoArguments(schema)) {
      objects.put("additionalProperties", false);
    }
    return objects;
  }

  /** A function without parameters fails when it is called with arguments that were made up. */
  private static boolean hasNoArguments(ObjectNode schema) {
    return schema.path("properties").isEmpty()
        && schema.properties().stream()
            .allMatch(field -> SAY_NOTHING_OF_ARGUMENTS.contains(field.getKey()));
  }
}
