package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws one value for a schema: gathers all that must hold at a place into one schema, choosing
 * among alternatives and going back where a choice leads nowhere. It need not be right, as the
 * validator has the last word, but it ends. For one thread.
 */
final class SchemaSampler {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** From this depth on the simplest alternative comes first, and what may be left out is. */
  static final int DEEP = 6;

  private static final int MAX_DEPTH = 60;

  /** Schemas that hold at one place; more are references that lead back to themselves. */
  private static final int MAX_AT_ONE_PLACE = 200;

  private static final double NULL_SHARE = 0.2;

  private final CompiledSchema compiled;
  private final RandomGenerator random;
  private final MessageWords message;
  private final SampleBudget budget;
  private final boolean useExamples;
  private final StringSource strings;
  private final Composites composites;

  SchemaSampler(
      CompiledSchema compiled,
      RandomGenerator random,
      MessageWords message,
      SampleBudget budget,
      boolean useExamples) {
    this.compiled = compiled;
    this.random = random;
    this.message = message;
    this.budget = budget;
    this.useExamples = useExamples;
    strings = new StringSource(compiled, random, message, budget);
    composites = new Composites(this, compiled, random);
  }

  /** A value for all of the schema. */
  JsonNode draw() {
    return value(compiled.root(), new Place("", "", 0));
  }

  /** A value for a part of it. */
  JsonNode value(JsonNode schema, Place place) {
    if (place.depth() > MAX_DEPTH) {
      throw Unmet.at(
          place.pointer(), "deeper than " + MAX_DEPTH + " (expected: a $ref that can end)");
    }
    try {
      return gather(NODES.objectNode(), new ArrayDeque<>(List.of(schema)), List.of(), 0, place);
    } catch (Unmet unmet) {
      throw unmet.within(place.pointer());
    }
  }

  /**
   * Takes in what is pending, then settles the open choices one by one.
   *
   * @param known what holds already
   * @param open lists of alternatives, of each of which one must hold
   */
  private JsonNode gather(
      ObjectNode known, Deque<JsonNode> pending, List<JsonNode> open, int taken, Place place) {
    List<JsonNode> choices = new ArrayList<>(open);
    int count = taken;
    while (!pending.isEmpty()) {
      if (++count > MAX_AT_ONE_PLACE) {
        throw Unmet.at(place.pointer(), "$ref leads back to itself (expected: an end)");
      }
      take(pending.pop(), known, pending, choices, place);
    }
    if (choices.isEmpty()) {
      return plain(known, place);
    }
    JsonNode alternatives = choices.remove(0);
    int before = count;
    return firstThatWorks(
        ordered(alternatives, place),
        chosen -> {
          ObjectNode copy = NODES.objectNode();
          known.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
          return gather(copy, new ArrayDeque<>(List.of(chosen)), choices, before, place);
        },
        place);
  }

  private void take(
      JsonNode schema,
      ObjectNode known,
      Deque<JsonNode> pending,
      List<JsonNode> choices,
      Place at) {
    budget.step(at.pointer());
    if (schema.isBoolean() && !schema.asBoolean()) {
      throw Unmet.at(at.pointer(), "false allows no value");
    }
    ObjectNode own = NODES.objectNode();
    for (var keyword : schema.properties()) {
      JsonNode value = keyword.getValue();
      switch (keyword.getKey()) {
        case "$ref" -> pending.push(compiled.target(value.asText()));
        case "allOf" -> value.forEach(pending::push);
        case "anyOf", "oneOf" -> choices.add(value);
        case "if" -> choices.add(branches(schema));
        default -> own.set(keyword.getKey(), value);
      }
    }
    Conjunction.narrow(known, own);
  }

  /** Either what {@code if} says and {@code then}, or {@code else}. */
  private static JsonNode branches(JsonNode schema) {
    JsonNode then = schema.has("then") ? schema.get("then") : BooleanNode.TRUE;
    JsonNode otherwise = schema.has("else") ? schema.get("else") : BooleanNode.TRUE;
    return Conjunction.list(Conjunction.both(schema.get("if"), then), otherwise);
  }

  /** In an order that is drawn, null seldom first; where it is deep the simplest first. */
  private List<JsonNode> ordered(JsonNode alternatives, Place place) {
    List<JsonNode> ordered = new ArrayList<>();
    alternatives.forEach(ordered::add);
    for (int i = ordered.size() - 1; i > 0; i--) {
      Collections.swap(ordered, i, below(i + 1));
    }
    if (place.depth() >= DEEP) {
      ordered.sort((a, b) -> Boolean.compare(leadsOn(a), leadsOn(b)));
    } else if (!chance(NULL_SHARE)) {
      ordered.sort((a, b) -> Boolean.compare(isNull(a), isNull(b)));
    }
    return ordered;
  }

  private static boolean leadsOn(JsonNode schema) {
    return schema.has("$ref") || schema.has("properties") || schema.has("items");
  }

  private static boolean isNull(JsonNode schema) {
    return schema.path("type").asText().equals("null") || schema.asText().equals("null");
  }

  private JsonNode firstThatWorks(
      List<JsonNode> alternatives, Function<JsonNode, JsonNode> draw, Place place) {
    Unmet last = Unmet.at(place.pointer(), "no alternative allows a value");
    for (JsonNode alternative : alternatives) {
      try {
        return draw.apply(alternative);
      } catch (Unmet unmet) {
        last = unmet;
        budget.step(place.pointer());
      }
    }
    throw last;
  }

  private JsonNode plain(ObjectNode schema, Place place) {
    JsonNode given = schema.has("enum") ? listed(schema, place) : example(schema);
    return given != null
        ? given
        : firstThatWorks(
            ordered(Types.of(schema), place), type -> ofType(type.asText(), schema, place), place);
  }

  private JsonNode listed(ObjectNode schema, Place place) {
    List<JsonNode> choices = new ArrayList<>();
    for (JsonNode choice : schema.get("enum")) {
      if (!schema.has("type") || Types.allows(schema.get("type"), choice)) {
        choices.add(choice);
      }
    }
    if (choices.isEmpty()) {
      throw Unmet.at(place.pointer(), "enum, const and type allow no value together");
    }
    JsonNode said = strings.saidOf(choices);
    return said != null && useExamples ? said : choices.get(below(choices.size()));
  }

  private @Nullable JsonNode example(ObjectNode schema) {
    JsonNode examples = schema.path("examples");
    if (!useExamples) {
      return null;
    }
    return examples.isArray() && !examples.isEmpty()
        ? examples.get(below(examples.size()))
        : schema.get("default");
  }

  private JsonNode ofType(String type, ObjectNode schema, Place place) {
    return switch (type) {
      case "object" -> composites.object(schema, place);
      case "array" -> composites.array(schema, place);
      case "string" -> NODES.textNode(strings.draw(schema, place.property(), place.pointer()));
      case "integer" -> number(schema, true, place);
      case "number" -> number(schema, false, place);
      case "boolean" -> NODES.booleanNode(chance(0.5));
      case "null" -> NullNode.instance;
      default -> throw Unmet.at(place.pointer(), "type " + type + " (expected: a JSON type)");
    };
  }

  private JsonNode number(ObjectNode schema, boolean integer, Place place) {
    NumberSource source = NumberSource.of(schema, integer);
    String said = useExamples ? message.nextNumber() : null;
    JsonNode accepted = said == null ? null : source.accept(said);
    ValueWords.Entry entry = ValueWords.of(place.property());
    return accepted != null ? accepted : source.draw(random, entry == null ? null : entry.range());
  }

  /** A whole number from 0, below the bound. */
  int below(int bound) {
    return (int) (random.nextDouble() * bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }
}
