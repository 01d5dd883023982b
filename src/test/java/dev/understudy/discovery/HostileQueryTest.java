package dev.understudy.discovery;

import static dev.understudy.discovery.SampleModels.fuzzy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileQueryTest {

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
        "x/".repeat(200));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void resolve_hostileText_isRefusedSoon(String query) {
    Resolution resolution = assertTimeout(Duration.ofSeconds(1), () -> fuzzy(query));
    assertThat(resolution.resolved()).isNull();
    assertThat(resolution.reason()).isNotBlank().hasSizeLessThan(2_000);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void infer_hostileText_isAnsweredSoon(String query) {
    assertTimeout(Duration.ofSeconds(1), () -> Inference.standard().infer(query));
  }

  @Test
  void resolve_manyModelsOfOneFamily_comparesABoundedNumber() {
    List<ModelDefinition> models = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      models.add(SampleModels.model("acme/llama-" + i + "-8b-chat"));
    }
    Resolver resolver = Resolver.of(models);
    assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          Resolution refused = resolver.resolve("llama nosuch 8b", ResolveMode.FUZZY);
          assertThat(refused.resolved()).isNull();
          assertThat(refused.alternatives()).hasSizeLessThanOrEqualTo(Resolver.MAX_ALTERNATIVES);
          assertThat(resolver.resolve("llama 8b", ResolveMode.FUZZY).via()).isEqualTo(Via.POLICY);
        });
  }
}
