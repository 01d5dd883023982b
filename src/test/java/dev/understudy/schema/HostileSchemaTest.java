package dev.understudy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCoverage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that would hang or fill the memory. The time is a guard against a test without end. */
class HostileSchemaTest {

  private static final Duration GUARD = Duration.ofSeconds(30);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<JsonNode> JUNK =
      Stream.of(
              "7",
              "-1",
              "1.5",
              "true",
              "false",
              "null",
              "'%zz'",
              "'#/%zz'",
              "'#x'",
              "'#/a~'",
              "[]",
              "{}",
              "[1]",
              "{'a': 1}",
              "['string', 7]",
              "'number'",
              "[[]]",
              "'('")
          .map(json -> SchemaJudge.parse(json.replace('\'', '"')))
          .toList();

  private static final List<String> KEYWORDS =
      List.of(
          "$ref",
          "$id",
          "$anchor",
          "$schema",
          "$dynamicRef",
          "enum",
          "const",
          "contains",
          "if",
          "not",
          "pattern",
          "patternProperties",
          "propertyNames",
          "dependentRequired",
          "default",
          "examples",
          "unevaluatedProperties",
          "dependentSchemas",
          "format",
          "multipleOf");

  private final JsonSource source = new JsonSource();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "[]",
        "7",
        "{'allOf': [{'type': 'string'}, {'type': 'integer'}]}",
        "{'enum': []}",
        "{'const': 1, 'type': 'string'}",
        "{'type': 'nothing'}",
        "{'type': 'integer', 'minimum': 1, 'maximum': 2, 'multipleOf': 7}",
        "{'type': 'number', 'exclusiveMinimum': 1, 'exclusiveMaximum': 1}",
        "{'type': 'number', 'minimum': 1e999999999}",
        "{'type': 'number', 'multipleOf': 1e-999999999}",
        "{'type': 'string', 'minLength': 5, 'maxLength': 4}",
        "{'type': 'string', 'minLength': 2000000000}",
        "{'type': 'array', 'minItems': 2000000000, 'items': {}}",
        "{'type': 'array', 'minItems': 3, 'uniqueItems': true, 'items': {'type': 'boolean'}}",
        "{'type': 'array', 'minItems': 1, 'items': false}",
        "{'type': 'array', 'minItems': 3, 'uniqueItems': 'x'}",
        "{'type': 'object', 'properties': [7]}",
        "{'type': 'string', 'maxLength': '3'}",
        "{'type': 'array', 'minItems': 900, 'items': {'type': 'array', 'minItems': 900, 'items': {}}}",
        "{'type': 'array', 'minItems': 900, 'items': {'type': 'string', 'minLength': 900}}",
        "{'type': 'object', 'minProperties': 2000000000}",
        "{'type': 'object', 'required': ['a'], 'additionalProperties': false}",
        "{'type': 'object', 'required': ['a', 'b'], 'maxProperties': 1}",
        "{'type': 'string', 'pattern': '('}",
        "{'type': 'string', 'pattern': 'a{1000000000}'}",
        "{'type': 'string', 'pattern': 'a{99999999999999999999,}'}",
        "{'type': 'string', 'pattern': '^((((x{1000}){1000}){1000}){1000})$'}",
        "{'type': 'string', 'pattern': '^(?!.*)x'}",
        "{'type': 'string', 'pattern': '^a$', 'minLength': 3}",
        "{'type': 'string', 'pattern': '^(a+)+$', 'minLength': 3000, 'not': {'pattern': '^(a+)+$'}}",
        "{'$ref': '#'}",
        "{'$ref': '#/$defs/a', '$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {'$ref': '#/$defs/a'}}}",
        "{'$ref': '#/$defs/none'}",
        "{'$ref': 'https://example.com/schema.json'}",
        "{'$ref': 'file:///etc/passwd'}",
        "{'anyOf': [{'$ref': '#'}, {'$ref': '#'}]}",
        "{'type': 'object', 'properties': {'a': {'$ref': '#'}}, 'required': ['a']}",
        "{'type': 'array', 'items': {'$ref': '#'}, 'minItems': 2}",
        "{'type': 'string', 'allOf': [{'$ref': '#'}, {'$ref': '#'}]}"
      })
  void write_isRefusedSoon(String json) {
    assertRefused(SchemaJudge.parse(json.replace('\'', '"')));
  }

  /** Nothing but the validator looks at what must not be, nor at the other alternatives. */
  @Test
  void write_referencesThatDoubleAtEachStep_areRefusedSoon() {
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      ObjectNode doubling = doubling(keyword, NODES.objectNode().put("type", "integer"));
      assertRefused(doubling);
      ObjectNode hidden = NODES.objectNode().put("type", "string");
      hidden.set("$defs", doubling.remove("$defs"));
      hidden.putObject("not").putObject("not").put("$ref", "#/$defs/d0");
      assertRefused(hidden);
    }
  }

  @Test
  void write_deepNesting_isRefused() {
    ObjectNode schema = NODES.objectNode().put("type", "string");
    for (int i = 0; i < 150; i++) {
      ObjectNode outer = NODES.objectNode().put("type", "array").put("minItems", 1);
      schema = outer.set("items", schema);
    }
    assertRefused(schema);
  }

  /** {@code (.*a)} twelve times can share out the text in very many ways before it fails. */
  @Test
  void matches_catastrophicPattern_isRefusedSoon() {
    TextPattern pattern = new TextPattern("^(.*a){12}b$");
    assertTimeoutPreemptively(
        GUARD,
        () ->
            assertThatThrownBy(() -> pattern.matches("a".repeat(60) + "!"))
                .isInstanceOf(Unmet.class)
                .hasMessageContaining("(expected: one that is decided in"));
  }

  /** Whatever stands where in a schema: a value, or a refusal that says why. */
  @Property
  void write_schemaWithAnythingAnywhere_isWrittenOrRefused(@ForAll long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    JsonNode schema = RandomSchemas.draw(seed);
    spoil(schema, random);
    try {
      JsonNode value =
          assertTimeoutPreemptively(GUARD, () -> source.write(random, schema, "", "schema"));
      Statistics.label("judged").collect(isJudged(schema, value)).coverage(HostileSchemaTest::most);
    } catch (UnderstudyException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(refused.message()).startsWith("schema: no value fits this schema: ");
    }
  }

  /**
   * The judge cannot read all that is no schema, where it is not needed for the value. Formats are
   * annotations, of which two validators think differently where no one would write such text.
   */
  private static boolean isJudged(JsonNode schema, JsonNode value) {
    if (schema.findValue("format") != null) {
      return false;
    }
    try {
      SchemaJudge.assertValid(schema, value);
      return true;
    } catch (RuntimeException noSchema) {
      return false;
    }
  }

  private static void most(StatisticsCoverage coverage) {
    coverage.check(true).percentage(share -> share > 30);
  }

  private static void spoil(JsonNode node, RandomGenerator random) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList())) {
        if (random.nextInt(12) == 0) {
          object.set(name, JUNK.get(random.nextInt(JUNK.size())).deepCopy());
        }
        if (random.nextInt(40) == 0) {
          object.set(
              KEYWORDS.get(random.nextInt(KEYWORDS.size())),
              JUNK.get(random.nextInt(JUNK.size())).deepCopy());
        }
      }
    }
    node.forEach(child -> spoil(child, random));
  }

  @Test
  void write_hugeButPossible_isWritten() {
    JsonNode schema =
        SchemaJudge.parse(
            "{\"type\": \"array\", \"minItems\": 1000, \"items\": {\"type\": \"string\", \"minLength\": 100}}");
    assertThat(source.write(new SplittableRandom(1), schema, "", "schema")).hasSize(1000);
  }

  private static ObjectNode doubling(String keyword, ObjectNode end) {
    ObjectNode schema = NODES.objectNode().put("type", "string").put("$ref", "#/$defs/d0");
    ObjectNode definitions = schema.putObject("$defs");
    for (int i = 0; i < 40; i++) {
      ObjectNode next = NODES.objectNode().put("$ref", "#/$defs/d" + (i + 1));
      definitions.putObject("d" + i).putArray(keyword).add(next).add(next.deepCopy());
    }
    definitions.set("d40", end);
    return schema;
  }

  private void assertRefused(JsonNode schema) {
    assertTimeoutPreemptively(
        GUARD,
        () ->
            assertThatThrownBy(() -> source.write(new SplittableRandom(1), schema, "", "schema"))
                .isInstanceOfSatisfying(
                    UnderstudyException.class,
                    e -> {
                      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                      assertThat(e.message().length()).isLessThan(1000);
                    }));
  }
}
