package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

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
  private final SampleBudget budget;
  private final PlainSource plain;

  SchemaSampler(
      CompiledSchema compiled,
      RandomGenerator random,
      MessageWords message,
      SampleBudget budget,
      boolean useExamples) {
    this.compiled = compiled;
    this.random = random;
    this.budget = budget;
    plain = new PlainSource(this, compiled, random, message, budget, useExamples);
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
      return plain.draw(known, place);
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
        case "anyOf" -> choices.add(value);
        case "oneOf" -> choices.add(Alternatives.oneOf(value));
        case "if" -> choices.add(Alternatives.branches(schema));
        case "dependentSchemas", "dependencies" -> takeDependencies(value, pending, choices);
        case "not" -> own.set("not", Conjunction.asList(value));
        default -> own.set(keyword.getKey(), value);
      }
    }
    Conjunction.narrow(known, own);
  }

  /** Draft 7 has lists of names among them. */
  private static void takeDependencies(
      JsonNode dependencies, Deque<JsonNode> pending, List<JsonNode> choices) {
    for (var dependency : dependencies.properties()) {
      if (dependency.getValue().isArray()) {
        ObjectNode names = NODES.objectNode();
        names.putObject("dependentRequired").set(dependency.getKey(), dependency.getValue());
        pending.push(names);
      } else {
        choices.add(Alternatives.dependent(dependency));
      }
    }
  }

  /** In an order that is drawn, null seldom first; where it is deep the simplest first. */
  List<JsonNode> ordered(JsonNode alternatives, Place place) {
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

  private static boolean leadsOn(JsonNode alternative) {
    JsonNode schema = alternative.path("allOf").path(0);
    schema = schema.isMissingNode() ? alternative : schema;
    return schema.has("$ref") || schema.has("properties") || schema.has("items");
  }

  private static boolean isNull(JsonNode alternative) {
    JsonNode schema = alternative.path("allOf").path(0);
    schema = schema.isMissingNode() ? alternative : schema;
    return schema.path("type").asText().equals("null") || schema.asText().equals("null");
  }

  /** What the first alternative gives that gives anything. */
  JsonNode firstThatWorks(
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

  /** A whole number from 0, below the bound. */
  int below(int bound) {
    return (int) (random.nextDouble() * bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }
}
