package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Strings that a schema allows and a property's name makes plausible. For one thread. */
final class StringSource {

  private static final String MESSAGE = "$message";
  private static final int NATURAL_TRIES = 3;
  private static final int PATTERN_TRIES = 20;

  private final CompiledSchema compiled;
  private final RandomGenerator random;
  private final MessageWords message;
  private final SampleBudget budget;

  StringSource(
      CompiledSchema compiled, RandomGenerator random, MessageWords message, SampleBudget budget) {
    this.compiled = compiled;
    this.random = random;
    this.message = message;
    this.budget = budget;
  }

  /** A string for the property of that name, which is empty when there is none. */
  String draw(ObjectNode schema, String property, String pointer) {
    long min = schema.path("minLength").asLong(0);
    long max = Math.max(schema.path("maxLength").asLong(Long.MAX_VALUE), 0);
    if (min > max) {
      throw Unmet.at(pointer, "minLength " + min + " is above maxLength " + max);
    }
    budget.characters(pointer, min);
    String pattern = schema.path("pattern").asText("");
    String format = schema.path("format").asText("");
    String drawn =
        pattern.isEmpty()
            ? unpatterned(format, property, min, max)
            : patterned(compiled.pattern(pattern), format, property, min, max);
    budget.characters(pointer, drawn.length() - min);
    return drawn;
  }

  private String unpatterned(String format, String property, long min, long max) {
    return Formats.knows(format)
        ? Formats.draw(random, format)
        : fitted(natural(property), min, max);
  }

  private String patterned(
      TextPattern pattern, String format, String property, long min, long max) {
    for (int i = 0; i < NATURAL_TRIES; i++) {
      String text = unpatterned(format, property, min, max);
      if (pattern.matches(text)) {
        return text;
      }
    }
    String text = pattern.draw(random);
    for (int i = 1; i < PATTERN_TRIES && !fits(text, min, max); i++) {
      text = pattern.draw(random);
    }
    return text;
  }

  private static boolean fits(String text, long min, long max) {
    int length = text.codePointCount(0, text.length());
    return length >= min && length <= max;
  }

  /** What would stand there by its name, whatever its length. */
  private String natural(String property) {
    ValueWords.Entry entry = ValueWords.of(property);
    if (entry == null || entry.named()) {
      String name = property.isEmpty() ? null : message.nextName();
      if (name != null) {
        return name;
      }
    }
    if (entry == null || entry.values().isEmpty()) {
      return Formats.word(random);
    }
    String said = said(entry.values());
    String value = said != null ? said : pick(entry.values());
    String text = value.equals(MESSAGE) ? message.text() : value;
    return text.isEmpty() ? Formats.word(random) : text;
  }

  private @Nullable String said(List<String> values) {
    return values.stream().filter(message::says).findFirst().orElse(null);
  }

  private String pick(List<String> values) {
    return values.get((int) (random.nextDouble() * values.size()));
  }

  /** Cut to the longest, or with more words up to the shortest. */
  private String fitted(String text, long min, long max) {
    StringBuilder fitted = new StringBuilder(text);
    long length = text.codePointCount(0, text.length());
    while (length < min) {
      String word = " " + Formats.word(random);
      fitted.append(word);
      length += word.length();
    }
    if (length > max) {
      fitted.setLength(fitted.offsetByCodePoints(0, (int) max));
    }
    int last = fitted.length() - 1;
    if (last >= 0 && fitted.charAt(last) == ' ') {
      fitted.setCharAt(last, 's');
    }
    return fitted.toString();
  }

  /** The first of the choices that the message names, or null. */
  @Nullable JsonNode saidOf(List<JsonNode> choices) {
    return choices.stream()
        .filter(choice -> choice.isTextual() && message.says(choice.asText()))
        .findFirst()
        .orElse(null);
  }
}
