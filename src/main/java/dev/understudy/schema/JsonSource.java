package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.WordFile;
import java.util.random.RandomGenerator;

/**
 * JSON that is true to a schema: the arguments of tool calls, structured outputs. The same
 * generator state, schema and message give the same value. Schemas are of JSON Schema 2020-12,
 * 2019-09 or draft 7; a reference that leads out of its schema is refused, never fetched. What a
 * schema can cost is bounded. Safe on any thread; for worker threads.
 */
public final class JsonSource {

  private static final int TRIES = 24;

  /** The first tries take examples and words of the message, the others draw all. */
  private static final int TRIES_WITH_EXAMPLES = 3;

  private static final long CACHED_NODES = 500_000;

  private final Cache<JsonNode, CompiledSchema> compiled =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_NODES)
          .weigher((JsonNode schema, CompiledSchema value) -> SchemaBounds.nodes(schema))
          .build();

  /**
   * A value that the schema allows.
   *
   * @param message the user's message, whose names, numbers and words stand in the value where they
   *     fit; or empty
   * @param param where the request has the schema, for the error
   * @throws UnderstudyException INVALID_REQUEST when no value was found, with the place and the
   *     keyword that stood against it
   */
  public JsonNode write(RandomGenerator random, JsonNode schema, String message, String param) {
    try {
      SchemaBounds.nodes(schema);
      return write(random, compile(schema), message);
    } catch (Unmet unmet) {
      throw refused(param, unmet.message());
    } catch (StackOverflowError deep) {
      // A pattern with groups that repeat, on a long text: java.util.regex goes down for each.
      throw refused(param, "a pattern goes too deep (expected: a simpler one)");
    }
  }

  private static UnderstudyException refused(String param, String reason) {
    String message = param + ": no value fits this schema: " + reason;
    return new UnderstudyException(ErrorCode.INVALID_REQUEST, message, param);
  }

  /** The copy is the key: what the caller does to its schema later changes nothing here. */
  private CompiledSchema compile(JsonNode schema) {
    CompiledSchema known = compiled.getIfPresent(schema);
    if (known != null) {
      return known;
    }
    CompiledSchema made = CompiledSchema.of(schema);
    compiled.put(schema.deepCopy(), made);
    return made;
  }

  private static JsonNode write(RandomGenerator random, CompiledSchema schema, String message) {
    SampleBudget budget = new SampleBudget();
    Unmet last = Unmet.at("", "nothing was tried");
    for (int i = 0; i < TRIES && !budget.isSpent(); i++) {
      boolean useExamples = i < TRIES_WITH_EXAMPLES;
      MessageWords words = new MessageWords(useExamples ? message : "");
      try {
        JsonNode value = new SchemaSampler(schema, random, words, budget, useExamples).draw();
        schema.check(value, budget);
        return value;
      } catch (Unmet unmet) {
        last = unmet;
      }
    }
    throw last;
  }

  /** A small object of everyday properties, for a request that asks for JSON without a schema. */
  public ObjectNode object(RandomGenerator random) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("title", WordFile.capitalized(Formats.word(random)));
    object.put("summary", "A short account of the " + Formats.word(random) + ".");
    object.put("count", 1 + (int) (random.nextDouble() * 20));
    object.put("score", Math.round(100 * random.nextDouble()) / 100.0);
    object.put("active", random.nextDouble() < 0.5);
    ArrayNode tags = object.putArray("tags");
    int count = 1 + (int) (random.nextDouble() * 3);
    for (int i = 0; i < count; i++) {
      tags.add(Formats.word(random));
    }
    object.put("date", Formats.draw(random, "date"));
    return object;
  }
}
