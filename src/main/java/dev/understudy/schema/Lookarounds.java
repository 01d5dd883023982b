package dev.understudy.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The groups of a regular expression that look at a text and are no part of it. */
final class Lookarounds {

  private static final Pattern PART =
      Pattern.compile(
          "(?<forbids>\\(\\?<?!)|(?<asks>\\(\\?<?=)|\\\\[\\s\\S]|\\[(?:\\\\[\\s\\S]|[^\\]\\\\])+]|[\\s\\S]");

  private Lookarounds() {}

  /**
   * The expression without its groups that say what must not stand there.
   *
   * @param all whether also without those that say what must
   */
  static String without(String pattern, boolean all) {
    StringBuilder kept = new StringBuilder();
    Matcher part = PART.matcher(pattern);
    int inside = 0;
    while (part.find()) {
      boolean opens = part.group().startsWith("(");
      boolean looks = part.group("forbids") != null || (all && part.group("asks") != null);
      if (inside == 0 && !looks) {
        kept.append(part.group());
      } else if (opens) {
        inside++;
      } else if (part.group().equals(")")) {
        inside--;
      }
    }
    return kept.toString();
  }
}
