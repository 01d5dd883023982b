package dev.understudy.schema;

import dev.understudy.text.WordFile;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a property's name says of its values, by {@code values.txt}. Immutable. */
final class ValueWords {

  /** Where a number is plausible, both ends included. */
  record Range(BigDecimal low, BigDecimal high) {}

  /**
   * What may stand there.
   *
   * @param named whether it is the name of something, which a message may have
   * @param values words to choose from; empty for a range
   * @param range of numbers, or null
   */
  record Entry(boolean named, List<String> values, @Nullable Range range) {}

  private static final Pattern RANGE = Pattern.compile("(-?\\d+)\\.\\.(-?\\d+)");
  private static final Pattern LAST_WORD = Pattern.compile("([A-Z]?[a-z]+|[A-Z]+)[^A-Za-z]*$");
  private static final ValueWords SHARED = new ValueWords();

  private final Map<String, Entry> byName = new HashMap<>();

  private ValueWords() {
    for (String line : WordFile.lines("values.txt")) {
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith("#")) {
        boolean named = line.startsWith("*");
        Entry entry = entry(named, line.substring(colon + 2));
        for (String name : line.substring(named ? 1 : 0, colon).split(" ", -1)) {
          byName.put(name, entry);
        }
      }
    }
  }

  private static Entry entry(boolean named, String values) {
    Matcher range = RANGE.matcher(values);
    return range.matches()
        ? new Entry(
            false,
            List.of(),
            new Range(new BigDecimal(range.group(1)), new BigDecimal(range.group(2))))
        : new Entry(named, List.of(values.split("\\|", -1)), null);
  }

  /** What is known of a property's name: of all of it, of its last word, of that without an s. */
  static @Nullable Entry of(String property) {
    String whole = property.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT);
    Matcher last = LAST_WORD.matcher(property);
    String word = last.find() ? last.group(1).toLowerCase(Locale.ROOT) : whole;
    for (String name : List.of(whole, word, singular(word))) {
      Entry entry = SHARED.byName.get(name);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private static String singular(String word) {
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }
}
