package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values for a schema in which all that must hold at a place is gathered: there is nothing to
 * choose any more but the value. What must not be is drawn and thrown away. For one thread.
 */
final class PlainSource {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int REDRAWS = 50;
  private static final int SHOWN_CHARACTERS = 100;

  private final SchemaSampler sampler;
  private final CompiledSchema compiled;
  private final RandomGenerator random;
  private final MessageWords message;
  private final SampleBudget budget;
  private final boolean useExamples;
  private final StringSource strings;
  private final Composites composites;

  PlainSource(
      SchemaSampler sampler,
      CompiledSchema compiled,
      RandomGenerator random,
      MessageWords message,
      SampleBudget budget,
      boolean useExamples) {
    this.sampler = sampler;
    this.compiled = compiled;
    this.random = random;
    this.message = message;
    this.budget = budget;
    this.useExamples = useExamples;
    strings = new StringSource(compiled, random, message, budget);
    composites = new Composites(sampler, compiled, random);
  }

  /** A value, unless none is found. */
  JsonNode draw(ObjectNode schema, Place place) {
    JsonNode given = schema.has("enum") ? listed(schema, place) : example(schema);
    if (given != null && !isForbidden(given, schema)) {
      return given;
    }
    return sampler.firstThatWorks(
        types(schema, place), type -> allowed(type.asText(), schema, place), place);
  }

  /** Those that are said or guessed; where something must not be, perhaps that guess, any. */
  private List<JsonNode> types(ObjectNode schema, Place place) {
    List<JsonNode> types = sampler.ordered(Types.of(schema), place);
    if (!schema.has("type") && schema.has("not")) {
      types.addAll(Types.ALL);
    }
    return types;
  }

  /** Draws until what must not be is not. */
  private JsonNode allowed(String type, ObjectNode schema, Place place) {
    for (int i = 0; i < REDRAWS; i++) {
      JsonNode drawn = ofType(type, schema, place);
      if (!isForbidden(drawn, schema)) {
        return drawn;
      }
      budget.step(place.pointer());
    }
    throw forbidden(schema, place);
  }

  private boolean isForbidden(JsonNode value, ObjectNode schema) {
    for (JsonNode none : schema.path("not")) {
      if (compiled.fits(none, value, budget)) {
        return true;
      }
    }
    return false;
  }

  private static Unmet forbidden(ObjectNode schema, Place place) {
    String none = schema.path("not").toString();
    boolean cut = none.length() > SHOWN_CHARACTERS;
    return Unmet.at(
        place.pointer(),
        "not: all that was drawn fits "
            + (cut ? none.substring(0, SHOWN_CHARACTERS) + "..." : none)
            + " (expected: a value that fits none of these)");
  }

  private JsonNode listed(ObjectNode schema, Place place) {
    List<JsonNode> choices = new ArrayList<>();
    for (JsonNode choice : schema.get("enum")) {
      boolean typed = !schema.has("type") || Types.allows(schema.get("type"), choice);
      if (typed && !isForbidden(choice, schema)) {
        choices.add(choice);
      }
    }
    if (choices.isEmpty()) {
      throw Unmet.at(place.pointer(), "enum, const, type and not allow no value together");
    }
    JsonNode said = strings.saidOf(choices);
    return said != null && useExamples ? said : choices.get(sampler.below(choices.size()));
  }

  private @Nullable JsonNode example(ObjectNode schema) {
    JsonNode examples = schema.path("examples");
    if (!useExamples) {
      return null;
    }
    return examples.isArray() && !examples.isEmpty()
        ? examples.get(sampler.below(examples.size()))
        : schema.get("default");
  }

  private JsonNode ofType(String type, ObjectNode schema, Place place) {
    return switch (type) {
      case "object" -> composites.object(schema, place);
      case "array" -> composites.array(schema, place);
      case "string" -> NODES.textNode(strings.draw(schema, place.property(), place.pointer()));
      case "integer" -> number(schema, true, place);
      case "number" -> number(schema, false, place);
      case "boolean" -> NODES.booleanNode(sampler.chance(0.5));
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
}
