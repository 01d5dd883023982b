package dev.understudy.discovery;

import static dev.understudy.discovery.SampleModels.fuzzy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileQueryTest {

  /**
   * What a hostile query may cost more than a plain one; the worst known costs 40 times as much.
   */
  private static final long MAX_RATIO = 1_000;

  private static final int RUNS = 21;

  private static Resolver manyOfOneFamily = SampleModels.RESOLVER;

  @BeforeAll
  static void makeManyOfOneFamily() {
    List<ModelDefinition> models = new ArrayList<>(SampleModels.ALL);
    for (int i = 0; i < 10_000; i++) {
      models.add(SampleModels.model("acme/llama-" + i + "-8b-chat"));
    }
    manyOfOneFamily = Resolver.of(models);
  }

  static List<String> queries() {
    return List.of(
        "a".repeat(10_000),
        "gpt-4o ".repeat(1_000),
        "-".repeat(10_000),
        "4.".repeat(5_000),
        "1-".repeat(200),
        "gpt 4 ".repeat(60),
        "a1".repeat(200),
        "\u0000\u0001\u0002",
        "\u212A\u0130\uFF14\uD83D\uDE00",
        "a" + "0".repeat(398) + "b",
        "ft:".repeat(100),
        "x/".repeat(200),
        "bedrock/".repeat(49) + "llama",
        "us.".repeat(100) + "anthropic.x",
        "llama" + "-v1:0".repeat(70),
        "q4_k_".repeat(79),
        "claude-" + "snnet-".repeat(20),
        "llama " + "8b ".repeat(40),
        "llama chat instruct it gpt claude 3 4 5 6 7 8b 9b 10b");
  }

  @ParameterizedTest
  @MethodSource("queries")
  void resolve_hostileText_isRefusedAtABoundedCost(String query) {
    Resolution resolution = manyOfOneFamily.resolve(query, ResolveMode.FUZZY);
    assertThat(resolution.resolved()).isNull();
    assertThat(resolution.reason()).isNotBlank().hasSizeLessThan(2_000);
    assertThat(medianNanos(query)).isLessThan(MAX_RATIO * medianNanos("llama"));
  }

  private static long medianNanos(String query) {
    long[] nanos = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      manyOfOneFamily.resolve(query, ResolveMode.FUZZY);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[RUNS / 2];
  }

  @ParameterizedTest
  @MethodSource("queries")
  void infer_hostileText_isAnsweredSoon(String query) {
    assertTimeout(Duration.ofSeconds(1), () -> Inference.standard().infer(query));
  }

  @Test
  void resolve_manyModelsOfOneFamily_areRefusedOrByPolicy() {
    Resolution refused = manyOfOneFamily.resolve("llama nosuch 8b", ResolveMode.FUZZY);
    assertThat(refused.resolved()).isNull();
    assertThat(refused.alternatives()).hasSizeLessThanOrEqualTo(Resolver.MAX_ALTERNATIVES);
    assertThat(manyOfOneFamily.resolve("llama 8b", ResolveMode.FUZZY).via()).isEqualTo(Via.POLICY);
    assertThat(fuzzy("llama 8b").via()).isEqualTo(Via.POLICY);
  }
}
