package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Strings that a schema allows and a property's name makes plausible. For one thread. */
final class StringSource {

  private static final String MESSAGE = "$message";
  private static final int NATURAL_TRIES = 3;
  private static final int FORMAT_TRIES = 50;
  private static final int PATTERN_TRIES = 100;

  /** A text that is not taken counts for the budget by this part of its length. */
  private static final int THROWN_AWAY = 4;

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
    List<TextPattern> patterns = new ArrayList<>();
    Conjunction.asList(schema.path("pattern"))
        .forEach(pattern -> patterns.add(compiled.pattern(pattern.asText(""))));
    String format = schema.path("format").asText("");
    String natural = natural(patterns, format, property, min, max);
    String drawn = natural != null ? natural : patterned(patterns, min, max, pointer);
    budget.characters(pointer, drawn.length() - min);
    return drawn;
  }

  private String unpatterned(String format, String property, long min, long max) {
    return Formats.knows(format)
        ? Formats.draw(random, format)
        : fitted(natural(property), min, max);
  }

  /** What would stand there by its format or name, if that is of the patterns; else null. */
  private @Nullable String natural(
      List<TextPattern> patterns, String format, String property, long min, long max) {
    int tries = Formats.knows(format) ? FORMAT_TRIES : NATURAL_TRIES;
    for (int i = 0; i < tries; i++) {
      String text = unpatterned(format, property, min, max);
      if (haveAll(text, patterns)) {
        return text;
      }
    }
    return null;
  }

  private String patterned(List<TextPattern> patterns, long min, long max, String pointer) {
    for (int i = 0; i < PATTERN_TRIES; i++) {
      String text = candidate(patterns, min, i);
      if (fits(text, min, max) && haveAll(text, patterns)) {
        return text;
      }
      budget.characters(pointer, text.length() / THROWN_AWAY);
    }
    throw Unmet.at(
        pointer,
        "pattern %s: no text of %d to %s characters was found"
            .formatted(patterns, min, max == Long.MAX_VALUE ? "any number of" : max));
  }

  private static boolean haveAll(String text, List<TextPattern> patterns) {
    return patterns.stream().allMatch(pattern -> pattern.matches(text));
  }

  /** A text of one pattern, or of all in a row; what is too short with words around it. */
  private String candidate(List<TextPattern> patterns, long min, int attempt) {
    long length = attempt == 0 ? 0 : min;
    boolean lookaheads = attempt % 3 != 2;
    List<String> parts = new ArrayList<>();
    if (attempt % 2 == 0) {
      parts.add(patterns.get(attempt / 2 % patterns.size()).draw(random, length, lookaheads));
    } else {
      patterns.forEach(pattern -> parts.add(pattern.draw(random, length, lookaheads)));
      Collections.rotate(parts, attempt / 2);
    }
    String text = String.join("", parts);
    long lacking = min - text.codePointCount(0, text.length());
    if (lacking > 0) {
      parts.add(attempt % (parts.size() + 1), fitted(Formats.word(random), lacking, lacking));
    }
    return String.join("", parts);
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
