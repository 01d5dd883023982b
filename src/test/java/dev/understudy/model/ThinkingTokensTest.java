package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ThinkingTokensTest {

  private static ThinkingTokens given(
      @Nullable Integer low,
      @Nullable Integer medium,
      @Nullable Integer high,
      @Nullable Integer xhigh) {
    return new ThinkingTokens(ReasoningEffort.MEDIUM, null, low, medium, high, xhigh, null);
  }

  /** As measured of GPT-5.4 mini, which thinks less at xhigh than at medium effort. */
  @Example
  void betweenTwoThatFall_noneLiesBelowBoth() {
    ThinkingTokens tokens = given(null, 557, null, 353);
    assertThat(tokens.tokens(ReasoningEffort.MEDIUM)).isEqualTo(557);
    assertThat(tokens.tokens(ReasoningEffort.HIGH)).isEqualTo(455);
    assertThat(tokens.tokens(ReasoningEffort.XHIGH)).isEqualTo(353);
  }

  @Example
  void betweenTwo_itIsTheLineOverTheShares() {
    ThinkingTokens tokens = given(100, null, null, 1_600);
    assertThat(tokens.tokens(ReasoningEffort.MEDIUM)).isEqualTo(400);
    assertThat(tokens.tokens(ReasoningEffort.HIGH)).isEqualTo(1_000);
  }

  @Example
  void outside_itIsTheNearestByTheRatioOfShares() {
    ThinkingTokens tokens = given(250, 1_000, null, null);
    assertThat(tokens.tokens(ReasoningEffort.MINIMAL)).isEqualTo(20);
    assertThat(tokens.tokens(ReasoningEffort.HIGH)).isEqualTo(2_500);
    assertThat(tokens.tokens(ReasoningEffort.MAX)).isEqualTo(5_000);
  }

  /** Whatever is given rising, and whichever of it, all efforts rise; what is given stays. */
  @Property
  void order_isThatOfWhatIsGiven(
      @ForAll @Size(6) List<@IntRange(max = 200_000) Integer> figures,
      @ForAll @Size(6) List<Boolean> known) {
    List<Integer> rising = figures.stream().sorted().toList();
    Integer[] given = new Integer[6];
    for (int i = 0; i < 6; i++) {
      given[i] = known.get(i) ? rising.get(i) : null;
    }
    ThinkingTokens tokens =
        new ThinkingTokens(
            ReasoningEffort.NONE, given[0], given[1], given[2], given[3], given[4], given[5]);
    int[] all = Arrays.stream(ReasoningEffort.values()).skip(1).mapToInt(tokens::tokens).toArray();
    assertThat(all).isSorted();
    for (int i = 0; i < 6; i++) {
      if (known.get(i)) {
        assertThat(all[i]).isEqualTo(rising.get(i));
      }
    }
  }

  @Example
  void usualNone_thinksWhenAskedOnly() {
    ThinkingTokens tokens =
        new ThinkingTokens(ReasoningEffort.NONE, null, null, 300, null, null, null);
    assertThat(tokens.tokens(null)).isZero();
    assertThat(tokens.tokens(ReasoningEffort.MEDIUM)).isEqualTo(300);
  }

  @Example
  void withoutFigures_theMediansHold() {
    for (ReasoningEffort effort : ReasoningEffort.values()) {
      assertThat(ThinkingTokens.ofUsual(ReasoningEffort.NONE).tokens(effort))
          .isEqualTo(ThinkingTokens.MEDIANS.tokens(effort));
    }
    assertThat(ThinkingTokens.ofUsual(ReasoningEffort.NONE).tokens(null)).isZero();
    assertThat(ThinkingTokens.ofUsual(ReasoningEffort.HIGH).tokens(null)).isEqualTo(2_400);
  }
}
