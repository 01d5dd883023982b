package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.PrefixCache;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptPrefixesTest {

  private final PromptPrefixes prefixes = new PromptPrefixes(new PrefixCache(10, 0, 100));

  private static int[] tokens(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void samePromptAgain_isRemembered_butNeverWhole() {
    assertThat(prefixes.reuse(tokens(0, 35))).isZero();
    assertThat(prefixes.reuse(tokens(0, 35))).isEqualTo(30);
    assertThat(prefixes.reuse(tokens(0, 30))).as("one token is always computed").isEqualTo(20);
    assertThat(prefixes.reuse(tokens(0, 60))).isEqualTo(30);
  }

  @Test
  void find_saysWhatReuseWould_andLeavesNoTrace() {
    assertThat(prefixes.find(tokens(0, 35))).isZero();
    assertThat(prefixes.reuse(tokens(0, 35))).isZero();
    prefixes.reuse(tokens(1_000, 1_070)); // 10 blocks in all, the first 3 the oldest
    assertThat(prefixes.find(tokens(0, 60))).isEqualTo(30);
    prefixes.reuse(tokens(2_000, 2_030));
    assertThat(prefixes.find(tokens(0, 60))).as("was not used again").isZero();
  }

  @Test
  void sameBlocks_afterAnotherBeginning_areOthers() {
    prefixes.reuse(tokens(0, 40));
    int[] other = tokens(0, 40);
    other[3] = 99;
    assertThat(prefixes.reuse(other)).isZero();
    other[13] = 98;
    assertThat(prefixes.reuse(other)).as("up to the difference").isEqualTo(10);
  }

  @Test
  void shortBeginnings_doNotCount() {
    PromptPrefixes long40 = new PromptPrefixes(new PrefixCache(10, 40, 100));
    long40.reuse(tokens(0, 90));
    assertThat(long40.reuse(tokens(0, 35))).isZero();
    assertThat(long40.reuse(tokens(0, 45))).isEqualTo(40);
  }

  @Test
  void leastRecentlyUsed_isForgotten() {
    prefixes.reuse(tokens(0, 50));
    prefixes.reuse(tokens(1_000, 1_050));
    prefixes.reuse(tokens(0, 50));
    prefixes.reuse(tokens(2_000, 2_050));
    assertThat(prefixes.reuse(tokens(0, 51))).isEqualTo(50);
    assertThat(prefixes.reuse(tokens(1_000, 1_051))).isZero();
  }
}
