package dev.understudy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonSourceTest {

  private static final String WHERE = "tools[0].function.parameters";

  /** Of the kinds that vendors' documents and libraries show. */
  private static final List<String> TOOLS =
      List.of(
          """
          {"type": "object", "properties": {
            "location": {"type": "string", "description": "City and country e.g. Bogotá, Colombia"},
            "units": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
           "required": ["location", "units"], "additionalProperties": false}
          """,
          """
          {"type": "object", "properties": {
            "to": {"type": "string", "format": "email"}, "subject": {"type": "string"},
            "body": {"type": ["string", "null"]},
            "attachments": {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 2}},
           "required": ["to", "subject", "body"]}
          """,
          """
          {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
           "properties": {"query": {"type": "string", "minLength": 1}, "options": {"$ref": "#/definitions/o"},
             "pair": {"type": "array", "items": [{"type": "integer"}, {"type": "boolean"}], "additionalItems": false}},
           "required": ["query", "options", "pair"],
           "definitions": {"o": {"type": "object", "properties": {
             "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10},
             "order": {"type": "string", "enum": ["asc", "desc"], "default": "asc"}},
             "required": ["limit", "order"], "additionalProperties": false}}}
          """,
          """
          {"type": "object", "$defs": {"Step": {"type": "object", "title": "Step", "properties": {
             "explanation": {"title": "Explanation", "type": "string"}, "output": {"type": "string"}},
             "required": ["explanation", "output"], "additionalProperties": false}},
           "properties": {"steps": {"type": "array", "items": {"$ref": "#/$defs/Step"}, "minItems": 2},
             "final_answer": {"type": "string"},
             "confidence": {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "null"}], "default": null}},
           "required": ["steps", "final_answer"], "additionalProperties": false}
          """,
          """
          {"type": "object", "properties": {"type": {"type": "string", "enum": ["div", "button", "form"]},
             "label": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#"}},
             "attributes": {"type": "array", "items": {"type": "object",
               "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
               "required": ["name", "value"], "additionalProperties": false}}},
           "required": ["type", "label", "children", "attributes"], "additionalProperties": false}
          """,
          """
          {"type": "object", "properties": {"item": {"anyOf": [
             {"type": "object", "properties": {"kind": {"const": "user"}, "name": {"type": "string"},
              "age": {"type": "number", "minimum": 18, "multipleOf": 0.5}}, "required": ["kind", "name", "age"], "additionalProperties": false},
             {"type": "object", "properties": {"kind": {"const": "address"}, "zip": {"type": "string", "pattern": "^[0-9]{5}$"}},
              "required": ["kind", "zip"], "additionalProperties": false}]}}, "required": ["item"]}
          """,
          """
          {"type": "object", "properties": {"headers": {"type": "object", "additionalProperties": {"type": "string"}},
             "flags": {"type": "object", "patternProperties": {"^x_[a-z]{3}$": {"type": "boolean"}},
               "additionalProperties": false, "minProperties": 2},
             "when": {"if": {"type": "string"}, "then": {"format": "date"}, "else": {"type": "integer", "minimum": 0}},
             "code": {"type": "string", "pattern": "^(?!\\\\s*$).+"}, "nick": {"type": "string", "nullable": true}},
           "required": ["headers", "flags", "when", "code", "nick"], "dependentRequired": {"code": ["extra"]}}
          """);

  private final JsonSource source = new JsonSource();

  /* --------------- true to the schema --------------- */

  @Property
  void write_randomSchema_anotherValidatorPasses(@ForAll long seed) {
    ObjectNode schema = RandomSchemas.draw(seed);
    SchemaJudge.assertValid(schema, write(schema, seed, "Meet Ada Novak in Oslo on 3 May"));
  }

  @Property
  void write_tool_anotherValidatorPasses(@ForAll("tools") JsonNode schema, @ForAll long seed) {
    SchemaJudge.assertValid(schema, write(schema, seed, "Is it 20 degrees in Bogotá, Colombia?"));
  }

  @Example
  void assertValid_ofAWrongValue_fails() {
    ObjectNode wrong = (ObjectNode) write(SchemaJudge.parse(TOOLS.get(0)), 1, "");
    wrong.put("units", "kelvin");
    assertThatThrownBy(() -> SchemaJudge.assertValid(SchemaJudge.parse(TOOLS.get(0)), wrong))
        .isInstanceOf(AssertionError.class);
  }

  @Property(tries = 200)
  void write_sameState_isTheSameValue(@ForAll long seed) {
    ObjectNode schema = RandomSchemas.draw(seed);
    JsonNode value = write(schema, seed, "hello");
    assertThat(write(schema.deepCopy(), seed, "hello")).isEqualTo(value);
    assertThat(new JsonSource().write(new SplittableRandom(seed), schema, "hello", WHERE))
        .isEqualTo(value);
  }

  @Example
  void write_manySeeds_areManyValues() {
    JsonNode schema = SchemaJudge.parse(TOOLS.get(3));
    Set<JsonNode> values = new HashSet<>();
    IntStream.range(0, 100).forEach(seed -> values.add(write(schema, seed, "")));
    assertThat(values).hasSizeGreaterThan(95);
  }

  @Example
  void write_optionalProperty_isThereByADraw() {
    JsonNode schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer'}}}");
    assertThat(IntStream.range(0, 100).filter(seed -> write(schema, seed, "").has("a")).count())
        .isBetween(30L, 95L);
  }

  @Example
  void write_schemaChangedLater_isReadAnew() {
    ObjectNode schema = (ObjectNode) schema("{'const': 'one'}");
    assertThat(write(schema, 1, "").asText()).isEqualTo("one");
    schema.put("const", "two");
    assertThat(write(schema, 1, "").asText()).isEqualTo("two");
  }

  /* --------------- plausible --------------- */

  @Property(tries = 50)
  void write_wordsOfTheMessage_standWhereTheyFit(@ForAll long seed) {
    JsonNode weather = SchemaJudge.parse(TOOLS.get(0));
    JsonNode value = write(weather, seed, "What's the weather in Paris, in Fahrenheit please?");
    assertThat(value.path("location").asText()).isEqualTo("Paris");
    assertThat(value.path("units").asText()).isEqualTo("fahrenheit");
    JsonNode flight =
        schema(
            "{'type': 'object', 'properties': {'origin': {'type': 'string'}, 'destination': {'type':"
                + " 'string'}, 'passengers': {'type': 'integer', 'minimum': 1}}, 'required': ['origin',"
                + " 'destination', 'passengers']}");
    assertThat(write(flight, seed, "Book 3 seats from New York to Rome"))
        .isEqualTo(schema("{'origin': 'New York', 'destination': 'Rome', 'passengers': 3}"));
  }

  @Property(tries = 50)
  void write_wordThatDoesNotFit_isNotTaken(@ForAll long seed) {
    JsonNode schema =
        schema(
            "{'type': 'object', 'properties': {'city': {'type': 'string', 'pattern': '^[a-z]{3}$'},"
                + " 'age': {'type': 'integer', 'maximum': 9}}, 'required': ['city', 'age']}");
    JsonNode value = write(schema, seed, "Ada Novak of Paris is 41");
    assertThat(value.path("city").asText()).matches("[a-z]{3}");
    assertThat(value.path("age").asInt()).isLessThan(10);
  }

  @Property(tries = 50)
  void write_propertyNames_sayWhatIsPlausible(@ForAll long seed) {
    JsonNode schema =
        schema(
            "{'type': 'object', 'properties': {'contactEmail': {'type': 'string'}, 'birth_year':"
                + " {'type': 'integer'}, 'cities': {'type': 'array', 'items': {'type': 'string'}}},"
                + " 'required': ['contactEmail', 'birth_year', 'cities']}");
    JsonNode value = write(schema, seed, "");
    assertThat(value.path("contactEmail").asText()).contains("@example.");
    assertThat(value.path("birth_year").asInt()).isBetween(1990, 2026);
    assertThat(value.path("cities"))
        .allSatisfy(city -> assertThat(city.asText()).matches("[A-Z].+"));
  }

  @Property(tries = 50)
  void write_examples_areTaken_beforeDefaults(@ForAll long seed) {
    JsonNode both = schema("{'type': 'string', 'examples': ['Q4', 'Q5'], 'default': 'Q9'}");
    assertThat(write(both, seed, "").asText()).isIn("Q4", "Q5");
    assertThat(write(schema("{'type': 'integer', 'default': 77}"), seed, "").asInt()).isEqualTo(77);
    JsonNode wrong = schema("{'type': 'integer', 'examples': ['none']}");
    assertThat(write(wrong, seed, "").isInt()).isTrue();
  }

  @Example
  void object_isSmall_andVaries() {
    ObjectNode object = source.object(new SplittableRandom(1));
    assertThat(object).isEqualTo(source.object(new SplittableRandom(1)));
    assertThat(object).isNotEqualTo(source.object(new SplittableRandom(2)));
    assertThat(object.toString().length()).isBetween(50, 400);
  }

  /* --------------- refused --------------- */

  @Example
  void write_contradiction_saysWhereAndWhy() {
    JsonNode schema =
        schema(
            "{'type': 'object', 'properties': {'age': {'type': 'integer', 'minimum': 5, 'maximum':"
                + " 3}}, 'required': ['age']}");
    assertThatThrownBy(() -> write(schema, 1, ""))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.param()).isEqualTo(WHERE);
            })
        .hasMessage(
            WHERE
                + ": no value fits this schema: /age: minimum, maximum and multipleOf leave no"
                + " number: {\"minimum\":5,\"maximum\":3}");
  }

  @Example
  void write_onlyTheValidatorKnows_saysWhereAndWhy() {
    JsonNode schema = schema("{'type': 'boolean', 'not': {'enum': [true, false]}}");
    assertThatThrownBy(() -> write(schema, 1, "")).hasMessageContaining("the value: not: ");
  }

  private JsonNode write(JsonNode schema, long seed, String message) {
    return source.write(new SplittableRandom(seed), schema, message, WHERE);
  }

  private static JsonNode schema(String json) {
    return SchemaJudge.parse(json.replace('\'', '"'));
  }

  @Provide
  Arbitrary<JsonNode> tools() {
    return Arbitraries.of(TOOLS.stream().map(SchemaJudge::parse).toList());
  }
}
