package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.ModelMatcher.Learned;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelMatcherTest {

  private static final List<String> TWINS = List.of("acme/foo-7b", "other/foo-7b");

  private final ModelMatcher matcher = new ModelMatcher(3);

  @Test
  void history_countsSuccessAndFailure() {
    matcher.recordSuccess("foo", "acme/foo", 10);
    matcher.recordSuccess("foo", "acme/foo", 20);
    matcher.recordFailure("foo", "other/foo", 30);
    assertThat(matcher.history("foo"))
        .containsExactly(
            new Learned("foo", "acme/foo", 2, 0, 20), new Learned("foo", "other/foo", 0, 1, 30));
    assertThat(matcher.history("bar")).isEmpty();
  }

  @Test
  void popularMatches_areRankedAndLimited() {
    matcher.recordSuccess("a", "x", 1);
    matcher.recordSuccess("b", "y", 1);
    matcher.recordSuccess("b", "y", 2);
    matcher.recordFailure("c", "z", 3);
    assertThat(matcher.popularMatches(10)).extracting(Learned::query).containsExactly("b", "a");
    assertThat(matcher.popularMatches(1)).extracting(Learned::query).containsExactly("b");
    assertThat(matcher.popularMatches(0)).isEmpty();
  }

  @Test
  void memory_isBounded() {
    for (int i = 0; i < 100; i++) {
      matcher.recordSuccess("q" + i, "m", i);
      matcher.recordSuccess("q99", "m" + i, i);
    }
    assertThat(matcher.popularMatches(1_000).stream().map(Learned::query).distinct())
        .hasSizeLessThanOrEqualTo(3);
    assertThat(matcher.history("q99")).hasSize(ModelMatcher.MAX_MODELS_PER_QUERY);
    matcher.recordSuccess("q".repeat(10_000), "m", 1);
    assertThat(matcher.history("q".repeat(10_000))).isEmpty();
  }

  @Test
  void match_tie_isSettledByWhatTheNameUsuallyMeans() {
    assertThat(matcher.match("foo-7b", TWINS)).isNull();
    matcher.recordSuccess("foo-7b", "other/foo-7b", 1);
    assertThat(matcher.match("foo-7b", TWINS)).isEqualTo("other/foo-7b");
    matcher.recordSuccess("foo-7b", "acme/foo-7b", 2);
    assertThat(matcher.match("foo-7b", TWINS)).isNull();
    matcher.recordFailure("foo-7b", "other/foo-7b", 3);
    assertThat(matcher.match("foo-7b", TWINS)).isEqualTo("acme/foo-7b");
  }

  @Test
  void match_whatIsNotEquallyRight_isNeverLearned() {
    matcher.recordSuccess("foo-8b", "acme/foo-7b", 1);
    assertThat(matcher.match("foo-8b", TWINS)).isNull();
    matcher.recordSuccess("foo_7b", "other/foo-7b", 1);
    assertThat(matcher.match("foo_7b", List.of("acme/foo-7b"))).isEqualTo("acme/foo-7b");
  }
}
