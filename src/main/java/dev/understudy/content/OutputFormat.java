package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * In which form the model is to answer. Immutable, as the schema is never changed.
 *
 * @param kind text, any JSON object, or JSON true to a schema
 * @param schema null but for a schema's kind
 * @param path where the request has the schema, for errors; empty where there is none
 */
public record OutputFormat(Kind kind, @Nullable JsonNode schema, String path) {

  /** As it likes. */
  public static final OutputFormat TEXT = new OutputFormat(Kind.TEXT, null, "");

  /** A JSON object. */
  public static final OutputFormat JSON_OBJECT = new OutputFormat(Kind.JSON_OBJECT, null, "");

  /** The forms. */
  public enum Kind {
    /** Text. */
    TEXT,
    /** A JSON object. */
    JSON_OBJECT,
    /** JSON that is true to a schema. */
    JSON_SCHEMA
  }

  /** JSON that is true to that schema. */
  public static OutputFormat of(JsonNode schema, String path) {
    return new OutputFormat(Kind.JSON_SCHEMA, schema, path);
  }
}
