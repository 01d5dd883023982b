package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Objects and arrays of a {@link SchemaSampler}. For one thread. */
final class Composites {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_MEMBERS = 1000;
  private static final int USUAL_ITEMS = 3;
  private static final int UNIQUE_TRIES = 100;
  private static final double OPTIONAL_SHARE = 0.6;

  private final SchemaSampler sampler;
  private final CompiledSchema compiled;
  private final RandomGenerator random;

  Composites(SchemaSampler sampler, CompiledSchema compiled, RandomGenerator random) {
    this.sampler = sampler;
    this.compiled = compiled;
    this.random = random;
  }

  /* --------------- objects --------------- */

  ObjectNode object(ObjectNode schema, Place place) {
    long min = members(schema, "minProperties", 0, place);
    long max = schema.path("maxProperties").asLong(Long.MAX_VALUE);
    Set<String> required = required(schema, place);
    if (required.size() > max || min > max) {
      throw Unmet.at(place.pointer(), "maxProperties " + max + " leaves out what is required");
    }
    ObjectNode object = NODES.objectNode();
    for (String name :
        schema.path("properties").properties().stream().map(Map.Entry::getKey).toList()) {
      if (required.contains(name)) {
        object.set(name, sampler.value(property(schema, name), place.property(name)));
      } else if (object.size() + missing(required, object) < max && isWanted(object, min, place)) {
        addOptional(object, schema, name, place);
      }
    }
    for (String name : required) {
      if (!object.has(name)) {
        object.set(name, sampler.value(property(schema, name), place.property(name)));
      }
    }
    addOthers(object, schema, min, max, place);
    return object;
  }

  private static long missing(Set<String> required, ObjectNode object) {
    return required.stream().filter(name -> !object.has(name)).count();
  }

  private boolean isWanted(ObjectNode object, long min, Place place) {
    boolean drawn = place.depth() < SchemaSampler.DEEP && sampler.chance(OPTIONAL_SHARE);
    return drawn || object.size() < min;
  }

  /** With what must come along; left out where it has no value. */
  private void addOptional(ObjectNode object, ObjectNode schema, String name, Place place) {
    try {
      ObjectNode added = NODES.objectNode();
      for (String each : closure(schema, List.of(name))) {
        if (!object.has(each)) {
          added.set(each, sampler.value(property(schema, each), place.property(each)));
        }
      }
      added.properties().forEach(field -> object.set(field.getKey(), field.getValue()));
    } catch (Unmet leftOut) {
      // The object is as good without it.
    }
  }

  private static Set<String> required(ObjectNode schema, Place place) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    if (required.size() > MAX_MEMBERS) {
      throw Unmet.at(place.pointer(), "required: more than " + MAX_MEMBERS + " names");
    }
    return closure(schema, List.copyOf(required));
  }

  /** The names and all that {@code dependentRequired} asks for with them. */
  private static Set<String> closure(ObjectNode schema, List<String> names) {
    Set<String> closure = new LinkedHashSet<>(names);
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      for (JsonNode name : schema.path("dependentRequired").path(open.pop())) {
        if (closure.add(name.asText())) {
          open.add(name.asText());
        }
      }
    }
    return closure;
  }

  private JsonNode property(ObjectNode schema, String name) {
    JsonNode own = schema.path("properties").path(name);
    JsonNode property = own.isMissingNode() ? BooleanNode.TRUE : own;
    boolean matched = !own.isMissingNode();
    for (var pattern : schema.path("patternProperties").properties()) {
      if (compiled.pattern(pattern.getKey()).matches(name)) {
        property = Conjunction.both(property, pattern.getValue());
        matched = true;
      }
    }
    return matched || !schema.has("additionalProperties")
        ? property
        : schema.get("additionalProperties");
  }

  /** Names of its own, where too few are known, or where none is and they are what it is for. */
  private void addOthers(ObjectNode object, ObjectNode schema, long min, long max, Place place) {
    boolean free = schema.path("properties").isEmpty() && place.depth() < SchemaSampler.DEEP;
    long wanted = object.isEmpty() && free ? Math.min(max, 1 + sampler.below(USUAL_ITEMS)) : 0;
    boolean closed = schema.path("additionalProperties").equals(BooleanNode.FALSE);
    boolean hasPatterns = !schema.path("patternProperties").isEmpty();
    if (closed && !hasPatterns && object.size() < min) {
      throw Unmet.at(place.pointer(), "minProperties " + min + " with additionalProperties false");
    }
    long goal = closed && !hasPatterns ? 0 : Math.max(min, wanted);
    for (int i = 0; object.size() < goal && i < 2 * goal + UNIQUE_TRIES; i++) {
      addOther(object, schema, i, place);
    }
    if (object.size() < min) {
      throw Unmet.at(place.pointer(), "minProperties " + min + ": too few names were found");
    }
  }

  private void addOther(ObjectNode object, ObjectNode schema, int index, Place place) {
    try {
      String drawn = otherName(schema, index, 0, place);
      String name = object.has(drawn) ? otherName(schema, index, drawn.length() + 1, place) : drawn;
      if (!object.has(name)) {
        object.set(name, sampler.value(property(schema, name), place.property(name)));
      }
    } catch (Unmet notThatOne) {
      // Others may be allowed.
    }
  }

  private String otherName(ObjectNode schema, int index, int minLength, Place place) {
    List<String> patterns = new ArrayList<>();
    for (var pattern : schema.path("patternProperties").properties()) {
      if (!pattern.getValue().equals(BooleanNode.FALSE)) {
        patterns.add(pattern.getKey());
      }
    }
    if (patterns.isEmpty() && !schema.has("propertyNames")) {
      String word = Formats.word(random);
      return index < USUAL_ITEMS ? word : word + "_" + index;
    }
    ObjectNode text = NODES.objectNode().put("type", "string").put("minLength", minLength);
    if (!patterns.isEmpty()) {
      text.put("pattern", patterns.get(sampler.below(patterns.size())));
    }
    JsonNode asked = schema.has("propertyNames") ? schema.get("propertyNames") : BooleanNode.TRUE;
    return sampler.value(Conjunction.both(asked, text), place.unnamed()).asText();
  }

  /* --------------- arrays --------------- */

  ArrayNode array(ObjectNode schema, Place place) {
    long min = members(schema, "minItems", 0, place);
    long max = schema.path("maxItems").asLong(Long.MAX_VALUE);
    JsonNode first = schema.path("prefixItems");
    JsonNode others = schema.has("items") ? schema.get("items") : BooleanNode.TRUE;
    max = others.equals(BooleanNode.FALSE) ? Math.min(max, first.size()) : max;
    if (min > max) {
      throw Unmet.at(place.pointer(), "minItems " + min + " is above the " + max + " allowed");
    }
    long usual = place.depth() < SchemaSampler.DEEP ? 1 + sampler.below(USUAL_ITEMS) : 0;
    long size = Math.min(max, Math.max(min, Math.max(usual, first.size())));
    if (schema.has("contains")) {
      long contained = members(schema, "minContains", 1, place);
      size = Math.min(max, Math.max(size, first.size() + contained));
    }
    return items(schema, size, min, place);
  }

  private ArrayNode items(ObjectNode schema, long size, long min, Place place) {
    boolean unique = schema.path("uniqueItems").asBoolean();
    Set<JsonNode> known = new HashSet<>();
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < size; i++) {
      JsonNode drawn = item(itemSchema(schema, i, size), unique ? known : Set.of(), i, place);
      if (!unique || known.add(Canonical.of(drawn))) {
        array.add(drawn);
      } else if (i < min) {
        throw Unmet.at(place.pointer(), "uniqueItems and minItems " + min + ": too few values");
      }
    }
    return array;
  }

  /** What is to be contained follows the items that have a place of their own. */
  private static JsonNode itemSchema(ObjectNode schema, int index, long size) {
    JsonNode first = schema.path("prefixItems");
    JsonNode others = schema.has("items") ? schema.get("items") : BooleanNode.TRUE;
    JsonNode item = index < first.size() ? first.get(index) : others;
    if (!schema.has("contains")) {
      return item;
    }
    JsonNode contained = schema.get("contains");
    long count = schema.path("minContains").asLong(1);
    long from = Math.max(0, Math.min(first.size(), size - count));
    if (index >= from && index < from + count) {
      return Conjunction.both(item, contained);
    }
    return schema.has("maxContains")
        ? Conjunction.both(item, Alternatives.noneOf(Conjunction.list(contained)))
        : item;
  }

  /** Where the words that go with a name do not suffice, others do. */
  private JsonNode item(JsonNode schema, Set<JsonNode> known, int index, Place place) {
    Place at = place.item(index);
    JsonNode drawn = sampler.value(schema, at);
    for (int i = 0; i < UNIQUE_TRIES && known.contains(Canonical.of(drawn)); i++) {
      drawn = sampler.value(schema, i < UNIQUE_TRIES / 2 ? at : at.unnamed());
    }
    return drawn;
  }

  private static long members(ObjectNode schema, String keyword, long usual, Place place) {
    long least = schema.path(keyword).asLong(usual);
    if (least > MAX_MEMBERS) {
      throw Unmet.at(
          place.pointer(), keyword + " " + least + " (expected: at most " + MAX_MEMBERS + ")");
    }
    return least;
  }
}
