package dev.understudy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keywords that say what must not be, or what goes with what: by each seed a value is found. */
class KeywordsTest {

  private static final int SEEDS = 40;

  private final JsonSource source = new JsonSource();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'boolean', 'not': {'const': true}}",
        "{'not': {'type': 'string'}}",
        "{'not': {'type': ['string', 'number']}}",
        "{'type': ['string', 'null'], 'not': {'type': 'null'}}",
        "{'type': 'string', 'enum': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'not': {'enum': ['a', 'b', 'c', 'd', 'e', 'f', 'g']}}",
        "{'type': 'integer', 'minimum': 1, 'maximum': 5, 'allOf': [{'not': {'const': 1}}, {'not': {'const': 2}}, {'not': {'multipleOf': 3}}]}",
        "{'type': 'array', 'minItems': 30, 'items': {'type': 'integer', 'minimum': 1, 'maximum': 10, 'not': {'const': 7}}}",
        "{'type': 'object', 'required': ['x'], 'properties': {'x': {'$ref': '#/$defs/good'}}, '$defs': {'good': {'type': 'string', 'enum': ['p', 'q', 'r'], 'not': {'$ref': '#/$defs/bad'}}, 'bad': {'enum': ['p', 'q']}}}",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}, 'c': {}}, 'anyOf': [{'required': ['a', 'b']}, {'required': ['c']}], 'not': {'required': ['a', 'c']}, 'additionalProperties': false}"
      })
  void not_isKept(String schema) {
    assertWritten(schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'object', 'properties': {'a': {}, 'b': {}, 'c': {}}, 'oneOf': [{'required': ['a']}, {'required': ['b']}, {'required': ['c']}]}",
        "{'oneOf': [{'type': 'integer'}, {'type': 'number'}]}",
        "{'type': 'integer', 'minimum': 1, 'maximum': 100, 'oneOf': [{'multipleOf': 3}, {'multipleOf': 5}]}",
        "{'type': 'array', 'minItems': 5, 'items': {'oneOf': [{'$ref': '#/$defs/circle'}, {'$ref': '#/$defs/square'}]}, '$defs': {'circle': {'type': 'object', 'properties': {'radius': {'type': 'number'}}, 'required': ['radius']}, 'square': {'type': 'object', 'properties': {'side': {'type': 'number'}}, 'required': ['side']}}}",
        "{'type': 'object', 'required': ['kind'], 'properties': {'kind': {'enum': ['a', 'b', 'c']}, 'x': {'type': 'string'}}, 'allOf': [{'if': {'properties': {'kind': {'const': 'a'}}, 'required': ['kind']}, 'then': {'required': ['x']}}, {'if': {'properties': {'kind': {'const': 'c'}}}, 'then': {'properties': {'x': false}}, 'else': {'properties': {'x': {'minLength': 30}}}}]}",
        "{'type': 'integer', 'minimum': 0, 'maximum': 100, 'if': {'minimum': 50}, 'then': {'multipleOf': 10}, 'else': {'multipleOf': 7}}",
        "{'type': 'object', 'required': ['pay'], 'properties': {'pay': {'enum': ['card', 'cash']}, 'number': {'type': 'string'}}, 'if': {'properties': {'pay': {'const': 'card'}}}, 'then': {'required': ['number']}, 'else': {'not': {'required': ['number']}}}",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}, 'c': {}}, 'dependentRequired': {'a': ['b'], 'b': ['c']}, 'minProperties': 1}",
        "{'type': 'object', 'properties': {'a': {}, 'b': {}}, 'allOf': [{'dependentRequired': {'a': ['b']}}, {'dependentRequired': {'a': ['z']}}], 'required': ['a']}",
        "{'type': 'object', 'properties': {'a': {}, 'b': {'type': 'string'}}, 'dependentSchemas': {'a': {'required': ['b'], 'properties': {'b': {'minLength': 10}}}}}",
        "{'type': 'object', 'required': ['a'], 'dependentSchemas': {'a': {'properties': {'q': {'type': 'integer'}}, 'required': ['q']}}}",
        "{'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object', 'required': ['a'], 'dependencies': {'a': ['b'], 'b': {'required': ['c'], 'properties': {'c': {'type': 'integer'}}}}}"
      })
  void whatGoesWithWhat_isKept(String schema) {
    assertWritten(schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'object', 'patternProperties': {'^x-': {'type': 'string'}}, 'additionalProperties': false, 'minProperties': 3}",
        "{'type': 'object', 'patternProperties': {'^S_': {'type': 'string'}, '^I_': {'type': 'integer'}}, 'additionalProperties': false, 'minProperties': 3}",
        "{'type': 'object', 'patternProperties': {'^[ab]$': {'type': 'integer'}}, 'additionalProperties': false, 'minProperties': 2}",
        "{'type': 'object', 'patternProperties': {'^(?!id$)[a-z]+$': {'type': 'integer'}}, 'additionalProperties': false, 'minProperties': 1}",
        "{'type': 'object', 'patternProperties': {'^a': false}, 'minProperties': 2}",
        "{'type': 'object', 'propertyNames': {'enum': ['a', 'b', 'c']}, 'minProperties': 3}",
        "{'type': 'object', 'propertyNames': {'pattern': '^[A-Z][A-Z0-9_]*$'}, 'minProperties': 3}",
        "{'type': 'object', 'propertyNames': {'not': {'enum': ['garden']}, 'maxLength': 7}, 'minProperties': 2}",
        "{'type': 'object', 'propertyNames': {'pattern': '^[a-z]+$'}, 'patternProperties': {'^x': {'type': 'integer'}}, 'additionalProperties': false, 'minProperties': 2}",
        "{'type': 'object', 'properties': {'a': {}}, 'patternProperties': {'^b[0-9]+$': {'type': 'integer'}}, 'additionalProperties': false, 'minProperties': 4}",
        "{'type': 'array', 'items': {'type': 'integer', 'minimum': 0, 'maximum': 9}, 'contains': {'const': 5}, 'minContains': 2, 'maxContains': 2, 'minItems': 4}",
        "{'type': 'array', 'contains': {'type': 'string'}, 'maxContains': 1, 'minItems': 3}",
        "{'type': 'array', 'prefixItems': [{'type': 'string'}, {'type': 'integer'}], 'contains': {'type': 'boolean'}}",
        "{'type': 'array', 'items': {'enum': ['a', 'b', 'c']}, 'contains': {'const': 'a'}, 'uniqueItems': true, 'minItems': 3}",
        "{'contains': {'type': 'integer'}, 'minContains': 3, 'maxItems': 3}",
        "{'type': 'array', 'items': {'type': 'integer', 'minimum': 0, 'maximum': 20}, 'uniqueItems': true, 'minItems': 21}",
        "{'type': 'array', 'items': {'type': 'string'}, 'uniqueItems': true, 'minItems': 10}",
        "{'$ref': '#name', '$defs': {'n': {'$anchor': 'name', 'type': 'string'}}}"
      })
  void namesAndItems_areAsAsked(String schema) {
    assertWritten(schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(?!foo)[a-z]+$",
        "^(?=.*\\\\d)(?=.*[a-z])(?=.*[A-Z]).{8,16}$",
        "^(?=.*[A-Z])(?=.*[!@#$&*])(?=.*[0-9]).{8,}$",
        "^(?!.*(admin|root))[a-z0-9_]{3,16}$",
        "^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$",
        "^(?![\\\\s\\\\S])|x$",
        "^(?=.{1,254}$)(?=.{1,64}@)[!#$%&*+/0-9=?A-Z_a-z-]+@[A-Za-z0-9]+\\\\.com$",
        "^(?!.*--)[a-z][a-z0-9-]*[a-z0-9]$",
        "^((?!bad).)*$",
        "^([a-z])\\\\1$",
        "(?i)^abc$",
        "(?<=a)b"
      })
  void pattern_thatLooksAround_isMatched(String pattern) {
    assertWritten("{'type': 'string', 'pattern': '" + pattern + "'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'pattern': '^[a-z]+$', 'minLength': 20",
        "'pattern': '^[a-z]+(-[a-z]+)*$', 'minLength': 30, 'maxLength': 50",
        "'pattern': '^([A-Za-z0-9+/]{4})*$', 'minLength': 100",
        "'pattern': 'foo', 'minLength': 10",
        "'pattern': 'foo', 'maxLength': 3",
        "'allOf': [{'pattern': '^a'}, {'pattern': 'z$'}]",
        "'allOf': [{'pattern': '^[a-z0-9]+$'}, {'pattern': '[0-9]'}, {'pattern': '^x'}]",
        "'format': 'date', 'pattern': '-0[1-9]-'"
      })
  void pattern_withMoreBesideIt_isMatched(String keywords) {
    assertWritten("{'type': 'string', " + keywords + "}");
  }

  /** 1 and 1.0 are equal, also within others. The parser of the server keeps them apart. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, 1.0, 2] | 2",
        "[1, 1.0, 2, 2.0] | 2",
        "[{'a': 1}, {'a': 1.0}, {'a': 2}] | 2",
        "[[1.50], [1.5], [15e-1], [1]] | 2"
      })
  void uniqueItems_equalNumbers_areOne(String choices, int distinct) {
    JsonNode schema =
        served(
            "{'type': 'array', 'uniqueItems': true, 'minItems': 2, 'items': {'enum': %s}}",
            choices);
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(Canonical.of(write(schema, seed))).doesNotHaveDuplicates().hasSize(distinct);
    }
  }

  @Test
  void uniqueItems_exampleOrConstWithEqualNumbers_isNotTaken() {
    JsonNode schema =
        served(
            "{'type': 'array', 'uniqueItems': true, 'examples': [[1, 1.0]], 'items': {'type': 'integer'}}");
    assertThat(Canonical.of(write(schema, 1))).doesNotHaveDuplicates();
    assertRefused(served("{'const': [1, 1.0], 'uniqueItems': true}"), "the value: uniqueItems");
  }

  @Test
  void const_equalToOneOfTheEnum_isThatOne() {
    assertThat(write(served("{'enum': [1, 2], 'const': 1.0}"), 1).asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'not': {}} | the value: not: all that was drawn fits [{}]",
        "{'type': 'array', 'uniqueItems': true, 'minItems': 2, 'items': {'enum': [1, 1.0]}} | the value: uniqueItems and minItems 2",
        "{'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'boolean', 'not': {'enum': [true, false]}}}} | /a: not: all that was drawn fits",
        "{'type': 'string', 'allOf': [{'pattern': '^a$'}, {'pattern': '^b$'}]} | the value: pattern [",
        "{'type': 'object', 'patternProperties': {'^[ab]$': {}}, 'additionalProperties': false, 'minProperties': 3} | the value: minProperties 3: too few names",
        "{'type': 'object', 'required': ['a'], 'dependentSchemas': {'a': {'required': ['b'], 'properties': {'b': false}}}} | /b: false allows no value"
      })
  void whatCannotBe_isRefusedWithItsPlace(String schema, String reason) {
    assertRefused(served(schema), reason);
  }

  private void assertWritten(String singleQuoted) {
    JsonNode schema = SchemaJudge.parse(singleQuoted.replace('\'', '"'));
    for (int seed = 0; seed < SEEDS; seed++) {
      SchemaJudge.assertValid(schema, write(schema, seed));
    }
  }

  private void assertRefused(JsonNode schema, String reason) {
    assertThatThrownBy(() -> write(schema, 1))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageStartingWith("tools[0]: no value fits this schema: " + reason);
  }

  private JsonNode write(JsonNode schema, long seed) {
    return source.write(new SplittableRandom(seed), schema, "Ask Ada in Oslo", "tools[0]");
  }

  private static JsonNode served(String singleQuoted) {
    return Json.parse(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode served(String format, String part) {
    return served(format.formatted(part));
  }
}
