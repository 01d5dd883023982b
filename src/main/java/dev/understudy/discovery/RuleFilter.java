package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one pass over a text which of many patterns may match it: those one of whose {@link
 * RequiredLiterals} is in it, and those of which none are known. Immutable; any thread.
 */
final class RuleFilter {

  private static final int ASCII = 128;

  /** A text that rule needs, or one of several. */
  private record Literal(String text, int rule) {}

  /** By the first two characters. */
  private final @Nullable Literal[][] byStart = new @Nullable Literal[ASCII * ASCII][];

  private final BitSet always = new BitSet();

  /** A filter that knows the patterns by their place in the list. */
  RuleFilter(List<String> patterns) {
    List<List<Literal>> starting = new ArrayList<>();
    for (int i = 0; i < byStart.length; i++) {
      starting.add(new ArrayList<>(0));
    }
    for (int rule = 0; rule < patterns.size(); rule++) {
      Set<String> texts = RequiredLiterals.of(patterns.get(rule));
      if (texts.isEmpty() || !texts.stream().allMatch(text -> start(text, 0) >= 0)) {
        always.set(rule);
      } else {
        for (String text : texts) {
          starting.get(start(text, 0)).add(new Literal(text, rule));
        }
      }
    }
    for (int i = 0; i < byStart.length; i++) {
      byStart[i] = starting.get(i).isEmpty() ? null : starting.get(i).toArray(Literal[]::new);
    }
  }

  /** The two characters there as one number; -1 when they are not ASCII. */
  private static int start(String text, int at) {
    char first = text.charAt(at);
    char second = text.charAt(at + 1);
    return first < ASCII && second < ASCII ? first * ASCII + second : -1;
  }

  /** The places of the patterns that may match. */
  BitSet candidates(String text) {
    BitSet candidates = (BitSet) always.clone();
    for (int i = 0; i < text.length() - 1; i++) {
      int start = start(text, i);
      Literal[] literals = start < 0 ? null : byStart[start];
      if (literals != null) {
        for (Literal literal : literals) {
          if (text.startsWith(literal.text(), i)) {
            candidates.set(literal.rule());
          }
        }
      }
    }
    return candidates;
  }
}
