package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Corrects the spelling of one word of a name: a word that no name has, to one that is one edit
 * away and with which a name is found. Digits, and parts with digits, are never touched, nor is a
 * word that some name has. The answer stands only when one word leads to a name, and for a tier
 * word only when no other word is near. Immutable; any thread.
 */
final class Spelling {

  /** The longer of the two words has at least so many letters. */
  private static final int MIN_LETTERS = 4;

  /** The keys of a QWERTY keyboard, row by row. */
  private static final String KEYS = "qwertyuiop asdfghjkl  zxcvbnm";

  private static final int ROW = 11;

  /** Words that are tried; a word with more neighbours says too little. */
  private static final int MAX_TRIED = 16;

  private final NameIndex index;

  Spelling(NameIndex index) {
    this.index = index;
  }

  /**
   * The answer to the corrected name.
   *
   * @param find looks a name up as it is
   */
  Answer correct(ParsedName name, Function<ParsedName, Answer> find) {
    List<Token> unknown =
        name.tokens().stream()
            .filter(t -> t.kind() == TokenKind.WORD && !index.knows(t.text()))
            .toList();
    if (unknown.size() != 1) {
      return Answer.NONE;
    }
    String wrong = unknown.get(0).text();
    List<String> near = near(wrong);
    Map<String, Answer> found = new LinkedHashMap<>();
    for (String word : near) {
      Answer answer = find.apply(replace(name, wrong, word));
      if (!answer.isNone()) {
        List<Change> change = List.of(new Change("spelling", wrong, word));
        found.put(word, answer.after(change, Via.SPELLING, answer.confidence() - 0.1));
      }
    }
    boolean tierOfSeveral =
        near.size() > 1 && !Collections.disjoint(found.keySet(), NameWords.TIERS);
    if (found.size() == 1 && !tierOfSeveral) {
      return found.values().iterator().next();
    }
    return found.isEmpty() ? Answer.NONE : Answer.several(choices(found.values()));
  }

  private static List<Entry> choices(Collection<Answer> found) {
    List<Entry> choices = new ArrayList<>();
    for (Answer answer : found) {
      if (answer.entry() != null) {
        choices.add(answer.entry());
      }
      choices.addAll(answer.choices());
    }
    return choices;
  }

  private List<String> near(String wrong) {
    return index.near(wrong).stream().filter(word -> isSlip(wrong, word)).limit(MAX_TRIED).toList();
  }

  /**
   * True when a slip of the finger makes the wrong word of the right one: two letters swapped, one
   * left out, one doubled, or a key hit beside the right one. Other edits make other words: {@code
   * airx} is not {@code air}, nor {@code llava} {@code llama}.
   */
  static boolean isSlip(String wrong, String right) {
    int same = 0;
    int shorter = Math.min(wrong.length(), right.length());
    while (same < shorter && wrong.charAt(same) == right.charAt(same)) {
      same++;
    }
    if (wrong.length() == right.length()) {
      return isSwap(wrong, right, same) || isBeside(wrong, right, same);
    }
    if (Math.max(wrong.length(), right.length()) < MIN_LETTERS) {
      return false;
    }
    return wrong.length() < right.length()
        ? wrong.substring(same).equals(right.substring(same + 1))
        : same > 0
            && wrong.charAt(same) == wrong.charAt(same - 1)
            && wrong.substring(same + 1).equals(right.substring(same));
  }

  private static boolean isSwap(String wrong, String right, int at) {
    return at + 1 < wrong.length()
        && wrong.charAt(at) == right.charAt(at + 1)
        && wrong.charAt(at + 1) == right.charAt(at)
        && wrong.substring(at + 2).equals(right.substring(at + 2));
  }

  private static boolean isBeside(String wrong, String right, int at) {
    if (right.length() < MIN_LETTERS
        || at == right.length()
        || !wrong.substring(at + 1).equals(right.substring(at + 1))) {
      return false;
    }
    int hit = KEYS.indexOf(wrong.charAt(at));
    int meant = KEYS.indexOf(right.charAt(at));
    return hit >= 0
        && meant >= 0
        && Math.abs(hit / ROW - meant / ROW) <= 1
        && Math.abs(hit % ROW - meant % ROW) <= 1;
  }

  private static ParsedName replace(ParsedName name, String wrong, String word) {
    String bare = name.bare();
    int at = bare.toLowerCase(Locale.ROOT).indexOf(wrong);
    int start = name.text().length() - bare.length() + at;
    String text = name.text();
    return NameParser.parse(
        text.substring(0, start) + word + text.substring(start + wrong.length()));
  }
}
