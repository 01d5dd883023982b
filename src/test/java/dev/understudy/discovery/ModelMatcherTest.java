package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelMatcherTest {

  private static final List<String> TWINS = List.of("acme/foo-7b", "other/foo-7b");
  private static final long HALF_LIFE = ModelMatcher.HALF_LIFE.toMillis();

  private final ModelMatcher matcher = new ModelMatcher(3);

  @Test
  void history_countsMatchesSuccessAndFailure() {
    matcher.recordMatch("foo", "acme/foo", 5);
    matcher.recordSuccess("foo", "acme/foo", 20);
    matcher.recordSuccess("foo", "acme/foo", 20);
    matcher.recordFailure("foo", "other/foo", 30);
    assertThat(matcher.history("foo"))
        .containsExactly(
            new LearnedMatch("foo", "acme/foo", 1, 2, 0, 2, 20),
            new LearnedMatch("foo", "other/foo", 0, 0, 1, -1, 30));
    assertThat(matcher.history("bar")).isEmpty();
  }

  @Test
  void popularMatches_areRankedAndLimited() {
    matcher.recordSuccess("a", "x", 1);
    matcher.recordMatch("b", "y", 1);
    matcher.recordFailure("c", "z", 3);
    assertThat(matcher.popularMatches(10))
        .extracting(LearnedMatch::query)
        .containsExactly("b", "a");
    assertThat(matcher.popularMatches(1)).extracting(LearnedMatch::query).containsExactly("b");
    assertThat(matcher.popularMatches(0)).isEmpty();
  }

  @Test
  void memory_isBounded() {
    for (int i = 0; i < 100; i++) {
      matcher.recordSuccess("q" + i, "m", i);
      matcher.recordMatch("q99", "m" + i, i);
    }
    assertThat(matcher.all().stream().map(LearnedMatch::query).distinct()).hasSize(3);
    assertThat(matcher.history("q99")).hasSize(ModelMatcher.MAX_MODELS_PER_QUERY);
    matcher.recordSuccess("q".repeat(10_000), "m", 1);
    assertThat(matcher.history("q".repeat(10_000))).isEmpty();
  }

  @Test
  void strength_halvesEachHalfLife_andNeverGrowsByTheClock() {
    matcher.recordSuccess("foo", "m", 0);
    matcher.recordSuccess("foo", "m", HALF_LIFE);
    assertThat(matcher.history("foo").get(0).strength()).isCloseTo(1.5, within(1e-9));
    matcher.recordMatch("foo", "m", 3 * HALF_LIFE);
    assertThat(matcher.history("foo").get(0).strength()).isCloseTo(0.375, within(1e-9));
    matcher.recordMatch("foo", "m", 0);
    assertThat(matcher.history("foo").get(0).strength()).isCloseTo(0.375, within(1e-9));
    assertThat(matcher.history("foo").get(0).lastUsedMillis()).isEqualTo(3 * HALF_LIFE);
  }

  @Test
  void preferred_newHabitsOvercomeOldOnes() {
    for (int i = 0; i < 8; i++) {
      matcher.recordSuccess("foo-7b", TWINS.get(0), 0);
    }
    assertThat(matcher.preferred("foo-7b", TWINS, 0)).isEqualTo(TWINS.get(0));
    long later = 3 * HALF_LIFE;
    matcher.recordSuccess("foo-7b", TWINS.get(1), later);
    assertThat(matcher.preferred("foo-7b", TWINS, later)).isNull(); // 1 and 1
    matcher.recordSuccess("foo-7b", TWINS.get(1), later);
    assertThat(matcher.preferred("foo-7b", TWINS, later)).isEqualTo(TWINS.get(1));
    assertThat(matcher.preferred("foo-7b", TWINS, later + 2 * HALF_LIFE)).isNull(); // faded
  }

  @Test
  void match_tie_isSettledByWhatTheNameUsuallyMeans() {
    assertThat(match("foo-7b")).isNull();
    matcher.recordSuccess("foo-7b", "other/foo-7b", 1);
    assertThat(match("foo-7b")).isEqualTo("other/foo-7b");
    matcher.recordSuccess("foo-7b", "acme/foo-7b", 2);
    assertThat(match("foo-7b")).isNull();
    matcher.recordFailure("foo-7b", "other/foo-7b", 3);
    assertThat(match("foo-7b")).isEqualTo("acme/foo-7b");
  }

  private @Nullable String match(String query) {
    return matcher.match(query, TWINS, 4);
  }

  @Test
  void match_isCounted_andDoesNotConfirmItself() {
    matcher.recordSuccess("foo-7b", "other/foo-7b", 0);
    for (int i = 0; i < 5; i++) {
      assertThat(match("foo-7b")).isEqualTo("other/foo-7b");
    }
    assertThat(matcher.history("foo-7b").get(0).matches()).isEqualTo(5);
    assertThat(matcher.preferred("foo-7b", TWINS, 2 * HALF_LIFE)).isNull();
  }

  @Test
  void match_whatIsNotEquallyRight_isNeverLearned() {
    matcher.recordSuccess("foo-8b", "acme/foo-7b", 1);
    assertThat(match("foo-8b")).isNull();
    matcher.recordSuccess("foo_7b", "other/foo-7b", 1);
    assertThat(matcher.match("foo_7b", List.of("acme/foo-7b"), 1)).isEqualTo("acme/foo-7b");
  }

  @Test
  void restore_givesBackEverything_inOrder() {
    matcher.recordMatch("a", "x", 1);
    matcher.recordSuccess("b", "y", 2);
    matcher.recordFailure("a", "z", 3);
    ModelMatcher other = new ModelMatcher(3);
    other.restore(matcher.all());
    assertThat(other.all()).isEqualTo(matcher.all());
    other.restore(matcher.all());
    assertThat(other.all()).isEqualTo(matcher.all());
  }
}
