package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policy where a name leaves the version or the date open. What is not known of a model, its
 * name says: the date in it, the highest version.
 */
final class Newest {

  private static final Pattern VERSION = Pattern.compile("[0-9]+(?:\\.[0-9]+)*");

  private Newest() {}

  /** The last to come out; all of them when the day of one is not known. */
  static List<TokenMatch> of(List<TokenMatch> matches) {
    return greatest(matches, TokenMatch::day, Comparator.<Integer>naturalOrder());
  }

  /**
   * For a family and size without a version: the newest active instruct; where none is active, the
   * newest. Empty where none converses.
   */
  static List<TokenMatch> conversing(List<TokenMatch> versioned) {
    List<TokenMatch> eligible =
        versioned.stream()
            .filter(m -> m.extra(TokenKind.NUMBER).size() == 1 && !m.hasExtra(TokenKind.WORD))
            .filter(Newest::converses)
            .toList();
    List<TokenMatch> active = eligible.stream().filter(Newest::isActive).toList();
    List<TokenMatch> newest = of(active.isEmpty() ? eligible : active);
    return newest.size() <= 1 ? newest : latestVersion(newest);
  }

  private static boolean isActive(TokenMatch match) {
    ModelStatus status = match.entry().model().status();
    return status == null || status == ModelStatus.ACTIVE;
  }

  private static boolean converses(TokenMatch match) {
    return match.entry().model().capabilities().can(Capability.CHAT)
        || match.entry().name().tokens(TokenKind.FILLER).stream()
            .anyMatch(filler -> NameWords.CONVERSING.contains(filler.text()));
  }

  /** Those of the highest version; all of them when a version has letters. */
  private static List<TokenMatch> latestVersion(List<TokenMatch> matches) {
    return greatest(
        matches,
        match -> {
          String version = match.extra(TokenKind.NUMBER).get(0).text();
          return VERSION.matcher(version).matches() ? version : null;
        },
        Newest::compareVersions);
  }

  private static <K> List<TokenMatch> greatest(
      List<TokenMatch> matches, Function<TokenMatch, @Nullable K> key, Comparator<K> order) {
    List<TokenMatch> best = new ArrayList<>();
    K top = null;
    for (TokenMatch match : matches) {
      K value = key.apply(match);
      if (value == null) {
        return matches;
      }
      int comparison = top == null ? 1 : order.compare(value, top);
      if (comparison > 0) {
        best.clear();
        top = value;
      }
      if (comparison >= 0) {
        best.add(match);
      }
    }
    return best;
  }

  private static int compareVersions(String one, String other) {
    String[] first = one.split("\\.", -1);
    String[] second = other.split("\\.", -1);
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      int order = Long.compare(number(first[i]), number(second[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.length, second.length);
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
