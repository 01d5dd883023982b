package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What kind of JSON value a keyword takes; {@code null} is taken for a keyword left out. */
enum KeywordForms {
  FLAG("true or false", JsonNode::isBoolean, "uniqueItems"),
  NUMBER(
      "a number",
      JsonNode::isNumber,
      "minimum",
      "maximum",
      "exclusiveMinimum",
      "exclusiveMaximum",
      "multipleOf",
      "minLength",
      "maxLength",
      "minItems",
      "maxItems",
      "minContains",
      "maxContains",
      "minProperties",
      "maxProperties"),
  ARRAY("an array", JsonNode::isArray, "enum", "required", "prefixItems"),
  OBJECT(
      "an object",
      JsonNode::isObject,
      "properties",
      "patternProperties",
      "dependentRequired",
      "dependentSchemas");

  private static final Map<String, KeywordForms> BY_KEYWORD = new HashMap<>();

  static {
    for (KeywordForms form : values()) {
      form.keywords.forEach(keyword -> BY_KEYWORD.put(keyword, form));
    }
  }

  private final String expected;
  private final Predicate<JsonNode> fits;
  private final List<String> keywords;

  KeywordForms(String expected, Predicate<JsonNode> fits, String... keywords) {
    this.expected = expected;
    this.fits = fits;
    this.keywords = List.of(keywords);
  }

  /** Throws {@link Unmet} where a keyword holds what no schema may. */
  static void check(String keyword, JsonNode value) {
    KeywordForms form = BY_KEYWORD.get(keyword);
    if (form != null && !value.isNull() && !form.fits.test(value)) {
      throw Unmet.somewhere(() -> keyword + " " + value + " (expected: " + form.expected + ")");
    }
  }
}
