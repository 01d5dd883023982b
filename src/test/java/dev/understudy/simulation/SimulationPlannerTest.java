package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.content.AnswerWriter;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationPlannerTest {

  private static final ModelDefinition MODEL =
      ModelDefinition.builder("test/model-8b")
          .contextWindow(8192)
          .maxOutputTokens(4096)
          .latencyProfile(LatencyProfile.of(0.2, 0.05, 0.02, 0.008))
          .build();

  private final SimulationPlanner planner =
      new SimulationPlanner(7, 1, () -> 99, new ModelLoad(), new AnswerWriter());

  private static SimulationRequest.Builder request() {
    return SimulationRequest.of(MODEL)
        .seed(42L)
        .bodyHash("hash")
        .prompt(Prompt.of(List.of("hello world")));
  }

  /* --------------- determinism --------------- */

  @Test
  void plan_sameSeedAndHash_isSame_alsoFromManyThreads()
      throws InterruptedException, ExecutionException {
    SimulationPlan expected = planner.plan(request().build());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<SimulationPlan>> plans = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        long other = i;
        plans.add(threads.submit(() -> planner.plan(request().build())));
        plans.add(threads.submit(() -> planner.plan(request().seed(other).build())));
      }
      for (int i = 0; i < plans.size(); i += 2) {
        assertThat(plans.get(i).get()).isEqualTo(expected);
        assertThat(plans.get(i + 1).get().equals(expected)).isEqualTo(i / 2 == 42);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A seed means the same in every release and on every platform, until the changelog says so. */
  @Test
  void plan_isPinned() {
    SimulationPlan plan = planner.plan(request().maxTokens(12).build());
    assertThat(plan.id()).isEqualTo("chatcmpl-eAdShOzcuMnGOB8uVlpDH9OKlJpIY");
    assertThat(plan.answer().text())
        .isEqualTo("There are several ways to shape the winter, and most of");
    assertThat(plan.planHeader()).isEqualTo("seed=42;ttft=174.836ms;tokens=12;duration=342.615ms");
  }

  @Test
  void plan_withoutSeed_drawsOneAndNamesIt() {
    SimulationPlan drawn = planner.plan(request().seed(null).build());
    assertThat(drawn.seed()).isEqualTo(99);
    assertThat(planner.plan(request().seed(99L).build())).isEqualTo(drawn);
  }

  @Test
  void plan_serverSeedAndHash_matter() {
    SimulationPlan plan = planner.plan(request().build());
    SimulationPlanner other = new SimulationPlanner(8, 1);
    assertThat(other.plan(request().build()).answer().text()).isNotEqualTo(plan.answer().text());
    assertThat(planner.plan(request().bodyHash("other").build()).answer().text())
        .isNotEqualTo(plan.answer().text());
  }

  @Test
  void plan_longerAnswer_beginsLikeTheShorter() {
    SimulationPlan small = planner.plan(request().maxTokens(20).build());
    SimulationPlan large = planner.plan(request().maxTokens(2000).build());
    assertThat(large.answer().text()).startsWith(small.answer().text());
    assertThat(Arrays.copyOf(large.schedule().dueOffsetsNanos(), 20))
        .isEqualTo(small.schedule().dueOffsetsNanos());
  }

  /* --------------- length --------------- */

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50, 333, 4096})
  void plan_maxTokens_isTheLength(int maxTokens) {
    SimulationPlan plan = planner.plan(request().maxTokens(maxTokens).build());
    assertThat(plan.tokens()).isEqualTo(maxTokens);
    assertThat(plan.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(Tokenizer.o200k().count(plan.answer().text())).isEqualTo(maxTokens);
    assertThat(join(plan)).isEqualTo(plan.answer().text());
  }

  @Test
  void plan_textCountsAsManyTokensAsItHas_forAnyCut() {
    for (int tokens = 1; tokens <= 300; tokens++) {
      SimulationPlan plan = planner.plan(request().seed((long) tokens).maxTokens(tokens).build());
      assertThat(Tokenizer.o200k().count(plan.answer().text())).isEqualTo(tokens);
    }
  }

  @Test
  void plan_maxTokensAboveLimits_isCapped() {
    assertThat(planner.plan(request().maxTokens(5000).build()).tokens()).isEqualTo(4096);
    SimulationPlan plan =
        planner.plan(request().prompt(Prompt.ofTokens(8000)).maxTokens(500).build());
    assertThat(plan.tokens()).isEqualTo(192);
    assertThat(plan.promptTokens()).isEqualTo(8000);
  }

  @Test
  void plan_outputTokens_isCompleteThere() {
    SimulationPlan plan = planner.plan(request().outputTokens(30).maxTokens(50).build());
    assertThat(plan.tokens()).isEqualTo(30);
    assertThat(plan.finishReason()).isEqualTo(FinishReason.STOP);
    SimulationPlan cut = planner.plan(request().outputTokens(30).maxTokens(20).build());
    assertThat(cut.tokens()).isEqualTo(20);
    assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void plan_ignoreEos_fillsTheLimits() {
    SimulationPlan plan = planner.plan(request().ignoreEos(true).build());
    assertThat(plan.tokens()).isEqualTo(4096);
    assertThat(plan.finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void plan_drawnLength_isLognormalWithMedian150() {
    int[] lengths = new int[2001];
    for (int i = 0; i < lengths.length; i++) {
      SimulationRequest request = request().seed((long) i).build();
      Seeds seeds = new Seeds(7, i, "hash");
      lengths[i] = LengthPolicy.of(request, 2, seeds.generator(Seeds.Use.LENGTH)).wanted();
    }
    Arrays.sort(lengths);
    assertThat((double) lengths[1000]).isCloseTo(150, within(9.0));
    assertThat((double) lengths[200]).isCloseTo(54, within(6.0));
    assertThat((double) lengths[1800]).isCloseTo(418, within(46.0));
    SimulationPlan plan = planner.plan(request().build());
    assertThat(plan.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void plan_minTokens_isTheLeast() {
    assertThat(planner.plan(request().minTokens(3000).build()).tokens()).isEqualTo(3000);
    assertThatThrownBy(() -> request().minTokens(51).maxTokens(50).build())
        .hasMessage("min_tokens: 51 (expected: a whole number from 0 to max_tokens (50))");
  }

  @Test
  void plan_promptDoesNotFit_isRefusedInOpenAisWords() {
    SimulationRequest request = request().prompt(Prompt.ofTokens(9000)).maxTokens(5).build();
    assertThatThrownBy(() -> planner.plan(request))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED))
        .hasMessage(
            "This model's maximum context length is 8192 tokens. However, your messages resulted"
                + " in 9000 tokens. Please reduce the length of the messages.");
  }

  @Test
  void plan_promptAboveInputLimit_isRefused() {
    SimulationRequest request =
        SimulationRequest.of(MODEL.with(b -> b.maxInputTokens(4000)))
            .prompt(Prompt.ofTokens(4001))
            .build();
    assertThatThrownBy(() -> planner.plan(request))
        .hasMessageStartingWith("Input tokens exceed the configured limit of 4000 tokens.");
  }

  /* --------------- stop --------------- */

  @Test
  void plan_stopSequence_endsTheAnswerBeforeIt() {
    String whole = planner.plan(request().maxTokens(200).build()).answer().text();
    SimulationPlan plan =
        planner.plan(request().maxTokens(200).stop(List.of("no such text", ". ", "\n")).build());
    int end =
        IntStream.of(whole.indexOf(". "), whole.indexOf('\n'))
            .filter(i -> i >= 0)
            .min()
            .orElseThrow();
    assertThat(plan.answer().text()).isEqualTo(whole.substring(0, end));
    assertThat(join(plan)).isEqualTo(plan.answer().text());
    assertThat(plan.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(plan.tokens()).isLessThan(200);
    assertThat(plan.durationNanos()).isEqualTo(plan.dueOffsetNanos(plan.tokens() - 1));
  }

  @Test
  void plan_stopAtTheVeryBeginning_isEmptyAndEndsAtTtft() {
    String first = planner.plan(request().maxTokens(1).build()).answer().text();
    SimulationPlan plan = planner.plan(request().maxTokens(9).stop(List.of(first)).build());
    assertThat(plan.tokens()).isZero();
    assertThat(plan.answer().text()).isEmpty();
    assertThat(plan.durationNanos()).isEqualTo(plan.ttftNanos()).isPositive();
  }

  @Test
  void plan_minTokens_holdsOffStopSequences() {
    SimulationPlan plan =
        planner.plan(request().maxTokens(200).minTokens(100).stop(List.of(" the")).build());
    assertThat(plan.tokens()).isBetween(99, 199);
    assertThat(plan.answer().text()).contains(" the");
  }

  /* --------------- time --------------- */

  @Test
  void plan_scaleZero_isAtOnce() {
    SimulationPlan plan =
        planner.plan(request().maxTokens(50).latency(LatencyOverride.parse("scale=0")).build());
    assertThat(plan.schedule().dueOffsetsNanos()).hasSize(50).containsOnly(0);
    assertThat(plan.ttftNanos()).isZero();
  }

  @Test
  void plan_scale_multipliesEveryDuration() {
    SimulationPlan plan = planner.plan(request().maxTokens(50).build());
    SimulationPlan half =
        planner.plan(request().maxTokens(50).latency(LatencyOverride.parse("scale=0.5")).build());
    for (int k = 0; k < 50; k++) {
      assertThat((double) half.dueOffsetNanos(k))
          .isCloseTo(plan.dueOffsetNanos(k) / 2.0, within(1.0));
    }
  }

  @Test
  void plan_override_isExact() {
    LatencyOverride override = LatencyOverride.parse("ttft=200ms;itl=10ms");
    SimulationPlan plan = planner.plan(request().maxTokens(100).latency(override).build());
    for (int k = 0; k < 100; k++) {
      assertThat(plan.dueOffsetNanos(k)).isEqualTo(200_000_000L + k * 10_000_000L);
    }
    assertThat(plan.planHeader())
        .isEqualTo("seed=42;ttft=200.000ms;tokens=100;duration=1190.000ms");
  }

  @Test
  void plan_unknownLatency_takesThePresetOfTheSize() {
    SimulationRequest request =
        SimulationRequest.of(
                ModelDefinition.builder("big").parameterCount(400_000_000_000L).build())
            .seed(1L)
            .build();
    SimulationPlan plan = planner.planSilent(request, 20_000);
    double meanGapNanos = (plan.durationNanos() - plan.ttftNanos()) / 19_999.0;
    double expectedNanos = LatencyPreset.XLARGE.profile().itlMean() * 1e9;
    assertThat(meanGapNanos).isCloseTo(expectedNanos, within(0.01 * expectedNanos));
  }

  @Test
  void planSilent_saysNothing_butIsTimedLikeAnAnswer() {
    SimulationPlan silent = planner.planSilent(request().build(), 50);
    assertThat(silent.answer().text()).isEmpty();
    assertThat(silent.schedule())
        .isEqualTo(planner.plan(request().maxTokens(50).build()).schedule());
  }

  private static String join(SimulationPlan plan) {
    AnswerReader reader = new AnswerReader(plan.answer());
    StringBuilder pieces = new StringBuilder();
    while (!reader.atEnd()) {
      pieces.append(reader.read());
    }
    return pieces.toString();
  }
}
