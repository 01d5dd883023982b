package dev.understudy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Schemas whose work grows with the square of their size, or with each value that is drawn. The
 * time is a guard: most of them took minutes, or more memory than there is.
 */
class SchemaWorkTest {

  private static final Duration GUARD = Duration.ofSeconds(30);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MANY = 20_000;

  private final JsonSource source = new JsonSource();

  /* --------------- what schemas share --------------- */

  @Test
  void type_theSameManyTimes_isOne() {
    ArrayNode strings = NODES.arrayNode();
    IntStream.range(0, 1000).forEach(i -> strings.add("string"));
    ObjectNode once = NODES.objectNode().set("type", strings);
    assertThat(write(allOf(() -> once, 4)).isTextual()).isTrue();
  }

  @Test
  void type_integerAndNumber_shareInteger() {
    JsonNode schema =
        SchemaJudge.parse(
            "{\"allOf\": [{\"type\": [\"integer\", \"string\"]}, {\"type\": [\"number\", \"null\"]}]}");
    assertThat(write(schema).isIntegralNumber()).isTrue();
  }

  @Test
  void type_manyThatShareNothing_areToldInFewWords() {
    ObjectNode schema = NODES.objectNode();
    for (String type : new String[] {"string", "integer"}) {
      ArrayNode types = schema.withArray("allOf").addObject().putArray("type");
      IntStream.range(0, 1000).forEach(i -> types.add(type));
    }
    assertRefused(schema, "type [");
  }

  @Test
  void enum_manyValuesTwice_shareAsNumbersDo() {
    ArrayNode whole = NODES.arrayNode();
    ArrayNode fractions = NODES.arrayNode().add(1.0);
    IntStream.range(0, MANY).forEach(i -> whole.add(i));
    IntStream.range(0, MANY).forEach(i -> fractions.add(i + 0.5));
    ObjectNode schema = NODES.objectNode();
    schema.putArray("allOf").addObject().set("enum", whole);
    ((ArrayNode) schema.get("allOf")).addObject().set("enum", fractions);
    assertThat(write(schema).asInt()).isEqualTo(1);
  }

  @Test
  void enum_manyValuesAtManyPlaces_isRefusedSoon() {
    ArrayNode values = NODES.arrayNode();
    IntStream.range(0, MANY).forEach(i -> values.add(i));
    ObjectNode item = allOf(() -> NODES.objectNode().put("$ref", "#/$defs/a"), 100);
    ObjectNode schema = array(item);
    schema.putObject("$defs").putObject("a").set("enum", values);
    assertRefused(schema, "looks at texts and lists");
  }

  @Test
  void properties_manyAtManyPlaces_areRefusedSoon() {
    ObjectNode item = allOf(() -> NODES.objectNode().put("$ref", "#/$defs/a"), 100);
    ObjectNode schema = array(item.put("type", "integer"));
    ObjectNode properties = schema.putObject("$defs").putObject("a").putObject("properties");
    IntStream.range(0, MANY).forEach(i -> properties.put("p" + i, true));
    assertRefused(schema, "looks at texts and lists");
  }

  /** Of each pair that has nothing in common the product grows by all of its digits. */
  @Test
  void multipleOf_manyLongNumbers_isRefusedSoon() {
    SplittableRandom random = new SplittableRandom(1);
    Supplier<ObjectNode> longNumber =
        () -> {
          StringBuilder digits = new StringBuilder("1");
          IntStream.range(0, 298).forEach(i -> digits.append(random.nextInt(10)));
          JsonNode number = SchemaJudge.parse(digits.append('7').toString());
          return NODES.objectNode().set("multipleOf", number);
        };
    assertRefused(array(allOf(longNumber, 150).put("type", "integer")), "no common multiple");
  }

  /** Whether the message names a choice is looked up for each value. */
  @Test
  void enum_manyTextsAndALongMessage_isWritten() {
    ObjectNode schema = array(NODES.objectNode()).put("minItems", 400);
    ArrayNode values = ((ObjectNode) schema.get("items")).putArray("enum");
    IntStream.range(0, MANY).forEach(i -> values.add("a-a-a-a-a-a-" + i));
    assertThat(write(schema, "a-".repeat(2000))).hasSize(400);
  }

  /* --------------- alternatives --------------- */

  @Test
  void oneOf_manyAlternatives_areNotEachWithAllOthers() {
    ObjectNode schema = NODES.objectNode();
    ArrayNode alternatives = schema.putArray("oneOf");
    IntStream.range(0, MANY).forEach(i -> alternatives.addObject().put("const", i));
    assertThat(write(schema).isInt()).isTrue();
  }

  /* --------------- names --------------- */

  @Test
  void patternProperties_manyForManyNames_areRefusedSoon() {
    ObjectNode schema = NODES.objectNode().put("type", "object").put("minProperties", 900);
    ObjectNode patterns = schema.putObject("patternProperties");
    IntStream.range(0, MANY).forEach(i -> patterns.put("[b-z]*[b-z]*q" + i, true));
    assertRefused(schema, "minProperties 900");
  }

  @Test
  void patternProperties_thatGoBackAndForth_areRefusedSoon() {
    ObjectNode schema = NODES.objectNode().put("type", "object");
    ArrayNode required = schema.putArray("required");
    IntStream.range(0, 500).forEach(i -> required.add("a".repeat(22) + "!" + i));
    ObjectNode patterns = schema.putObject("patternProperties");
    IntStream.range(1, 100).forEach(i -> patterns.put("^(.*a){3}b{" + i + "}$", true));
    assertRefused(schema, "looks at texts and lists");
  }

  @Test
  void matches_manyTimesForOneValue_isMetered() {
    TextPattern pattern = new TextPattern("^(.*a){3}b$");
    String text = "a".repeat(30) + "!";
    assertThat(pattern.matches(text)).isFalse();
    assertTimeoutPreemptively(
        GUARD,
        () ->
            assertThatThrownBy(
                    () ->
                        new SampleBudget()
                            .pay(
                                () ->
                                    IntStream.range(0, MANY).allMatch(i -> !pattern.matches(text))))
                .isInstanceOf(Unmet.class)
                .hasMessageContaining("looks"));
    assertThat(pattern.matches(text)).isFalse();
  }

  @Test
  void dependentRequired_manyNamesForEach_areRefusedSoon() {
    ObjectNode schema = array(NODES.objectNode().put("type", "object"));
    ObjectNode item = (ObjectNode) schema.get("items");
    ObjectNode dependent = item.putObject("dependentRequired");
    ArrayNode names = dependent.putArray("q");
    IntStream.range(0, MANY).forEach(i -> names.add("n" + i));
    ObjectNode properties = item.putObject("properties");
    IntStream.range(0, 5000).forEach(i -> properties.put("p" + i, false));
    IntStream.range(0, 5000).forEach(i -> dependent.putArray("p" + i).add("q"));
    assertRefused(schema, "looks at texts and lists");
  }

  @Test
  void target_anchorInALargeSchema_isFoundAtOnce() {
    ObjectNode schema = NODES.objectNode();
    ObjectNode definitions = schema.putObject("$defs");
    IntStream.range(0, MANY).forEach(i -> definitions.putObject("d" + i));
    definitions.putObject("last").put("$anchor", "here").put("type", "integer");
    CompiledSchema compiled = CompiledSchema.of(schema);
    JsonNode expected = compiled.root().at("/$defs/last");
    assertTimeoutPreemptively(
        GUARD,
        () ->
            assertThat(IntStream.range(0, 10 * MANY).mapToObj(i -> compiled.target("#here")))
                .allMatch(expected::equals));
  }

  @Test
  void name_ofMegabytesAboveManyValues_isRefusedSoon() {
    ObjectNode schema = NODES.objectNode().put("type", "object");
    String name = "x".repeat(4_000_000);
    schema.putArray("required").add(name);
    schema.putObject("properties").set(name, array(array(NODES.objectNode().put("type", "null"))));
    assertRefused(schema, "looks at texts and lists");
  }

  /* --------------- what is kept --------------- */

  @Test
  void cache_weighsTextAndNodes() {
    ObjectNode text = NODES.objectNode().put("description", "x".repeat(1_000_000));
    ObjectNode name = NODES.objectNode().put("x".repeat(1_000_000), 1);
    ObjectNode small = NODES.objectNode().put("type", "string");
    var cache = JsonSource.cache();
    for (JsonNode schema : new JsonNode[] {text, name, small}) {
      cache.put(schema, CompiledSchema.of(schema));
    }
    var kept = cache.policy().eviction().orElseThrow();
    assertThat(kept.weightOf(text).orElseThrow()).isGreaterThan(1_000_000);
    assertThat(kept.weightOf(name).orElseThrow()).isGreaterThan(1_000_000);
    assertThat(kept.weightOf(small).orElseThrow()).isLessThan(100);
    assertThat(kept.getMaximum()).isLessThan(10_000_000);
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode array = NODES.objectNode().put("type", "array").put("minItems", 900);
    return array.set("items", items);
  }

  private static ObjectNode allOf(Supplier<ObjectNode> schemas, int count) {
    ObjectNode allOf = NODES.objectNode();
    ArrayNode all = allOf.putArray("allOf");
    IntStream.range(0, count).forEach(i -> all.add(schemas.get()));
    return allOf;
  }

  private JsonNode write(JsonNode schema) {
    return write(schema, "");
  }

  private JsonNode write(JsonNode schema, String message) {
    return assertTimeoutPreemptively(
        GUARD, () -> source.write(new SplittableRandom(1), schema, message, "schema"));
  }

  private void assertRefused(JsonNode schema, String reason) {
    assertThatThrownBy(() -> write(schema))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.message()).contains(reason).hasSizeLessThan(1000);
            });
  }
}
