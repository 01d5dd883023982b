package dev.understudy.retrieval;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of each category something has, 0 to 1: by the phrases of {@link ModerationCategory} in
 * it, and by {@code moderation:} before a category's name, as {@code moderation:hate/threatening}.
 * The same content has the same scores. Immutable.
 */
final class ModerationScores {

  /** From this score on something is flagged. */
  static final double THRESHOLD = 0.5;

  private static final Pattern MARK = Pattern.compile("moderation:([a-z/-]+)");
  private static final Pattern NO_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final double CLEAN = 1e-4;

  private final Map<ModerationCategory, Double> scores = new EnumMap<>(ModerationCategory.class);

  /** The scores of a text. */
  ModerationScores(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Map<ModerationCategory, Integer> found = new EnumMap<>(ModerationCategory.class);
    String words = " " + NO_WORDS.matcher(lower).replaceAll(" ") + " ";
    for (ModerationCategory category : ModerationCategory.values()) {
      for (String phrase : category.phrases()) {
        if (words.contains(" " + phrase + " ")) {
          note(found, category);
        }
      }
    }
    Matcher marks = MARK.matcher(lower);
    while (marks.find()) {
      for (ModerationCategory category : ModerationCategory.values()) {
        if (category.jsonName().equals(marks.group(1))) {
          note(found, category);
        }
      }
    }
    long content = Hash.of(text);
    for (ModerationCategory category : ModerationCategory.values()) {
      double chance = Hash.unit(content ^ Hash.of(category.jsonName()));
      scores.put(category, score(found.getOrDefault(category, 0), chance));
    }
  }

  private static void note(Map<ModerationCategory, Integer> found, ModerationCategory category) {
    found.merge(category, 1, Integer::sum);
    ModerationCategory whole = category.whole();
    if (whole != null) {
      found.merge(whole, 1, Integer::sum);
    }
  }

  /** Next to nothing where nothing was found, then from 0.6 on and nearer to 1 with each phrase. */
  private static double score(int found, double chance) {
    return found == 0
        ? CLEAN * chance * chance
        : 1 - (0.3 + 0.1 * chance) * StrictMath.pow(0.4, found - 1);
  }

  double of(ModerationCategory category) {
    return scores.getOrDefault(category, 0.0);
  }
}
