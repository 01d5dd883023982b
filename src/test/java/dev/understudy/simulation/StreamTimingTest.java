package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.content.AnswerWriter;
import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.Preset;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a profile puts before the first token, and what earlier requests change. */
class StreamTimingTest {

  private static final LatencyProfile EXACT =
      LatencyProfile.of(LatencyDistribution.constant(0.2), LatencyDistribution.constant(0.01));
  private static final LatencyProfile DRAWN = LatencyProfile.of(0.2, 0.05, 0.02, 0.008);
  private static final String TEXT = "one two three four five six seven eight nine ten ".repeat(10);

  private final SimulationPlanner planner = planner();

  private static SimulationPlanner planner() {
    return new SimulationPlanner(7, 1, () -> 99, new ModelLoad(), new AnswerWriter());
  }

  private static SimulationRequest.Builder request(LatencyProfile profile) {
    return SimulationRequest.of(ModelDefinition.builder("m").latencyProfile(profile).build())
        .seed(1L)
        .bodyHash("hash")
        .prompt(new Prompt(List.of(TEXT), 7))
        .outputTokens(5);
  }

  private SimulationPlan plan(SimulationRequest.Builder request) {
    return planner.plan(request.build());
  }

  private static double ttft(SimulationPlan plan) {
    return plan.ttftNanos() / 1e9;
  }

  /* --------------- prefill --------------- */

  @Test
  void prefill_isAddedForEachPromptToken_andMovesNoDraw() {
    SimulationPlan without = plan(request(DRAWN));
    SimulationPlan with = plan(request(DRAWN.withPrefillSecondsPerToken(0.001)));
    assertThat(without.promptTokens()).isGreaterThan(100);
    long shift = without.promptTokens() * 1_000_000L;
    for (int k = 0; k < 5; k++) {
      assertThat(with.dueOffsetNanos(k) - without.dueOffsetNanos(k)).isCloseTo(shift, within(1L));
    }
  }

  @Test
  void prefill_isMultipliedAsTheRestOfTtft() {
    SimulationPlan plan =
        plan(request(EXACT.withPrefillSecondsPerToken(0.001)).feature(RequestFeature.IMAGE));
    assertThat(ttft(plan)).isCloseTo(1.5 * (0.2 + 0.001 * plan.promptTokens()), within(1e-9));
  }

  @Test
  void ownTimeToFirstToken_hasNothingOnTop() {
    LatencyProfile profile =
        EXACT.withPrefillSecondsPerToken(0.001).withThinkingTokens(ThinkingTokens.ofMedium(100));
    SimulationPlan plan =
        plan(
            request(profile)
                .feature(RequestFeature.REASONING)
                .latency(LatencyOverride.parse("ttft=300ms")));
    assertThat(ttft(plan)).isEqualTo(0.3);
    assertThat(plan.details().thinkingTokens()).as("thought, but in no time").isEqualTo(100);
  }

  /* --------------- thinking --------------- */

  @ParameterizedTest
  @CsvSource({",400", "NONE,0", "LOW,90", "MEDIUM,400", "HIGH,1000", "MINIMAL,7"})
  void thinking_isTokensAtThePaceOfTheAnswer(ReasoningEffort effort, int tokens) {
    ThinkingTokens thinking =
        new ThinkingTokens(ReasoningEffort.MEDIUM, null, 90, 400, null, null, null);
    SimulationPlan plan =
        plan(
            request(EXACT.withThinkingTokens(thinking))
                .feature(RequestFeature.REASONING)
                .effort(effort));
    assertThat(plan.details().thinkingTokens()).isEqualTo(tokens);
    assertThat(ttft(plan)).isCloseTo(0.2 + tokens * 0.01, within(1e-9));
    assertThat(plan.durationNanos() - plan.ttftNanos()).isEqualTo(40_000_000);
  }

  @Test
  void thinking_isOnlyThereWhereTheModelReasons() {
    SimulationPlan plan = plan(request(EXACT.withThinkingTokens(ThinkingTokens.ofMedium(400))));
    assertThat(ttft(plan)).isEqualTo(0.2);
  }

  @ParameterizedTest
  @CsvSource({",0", "NONE,0", "LOW,90", "MEDIUM,400"})
  void modelThatThinksWhenAsked_thinksAtTheEffortAskedFor(ReasoningEffort effort, int tokens) {
    ThinkingTokens thinking =
        new ThinkingTokens(ReasoningEffort.NONE, null, 90, 400, null, null, null);
    SimulationRequest.Builder request =
        request(EXACT.withThinkingTokens(thinking)).feature(RequestFeature.REASONING);
    assertThat(plan(request.effort(effort)).details().thinkingTokens()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({",1200", "NONE,0", "LOW,270", "HIGH,2400", "XHIGH,2600"})
  void modelThatReasons_forUnknownLong_thinksAsModelsDoInTheMiddle(
      ReasoningEffort effort, int tokens) {
    ModelDefinition model =
        ModelDefinition.builder("r1")
            .capabilities(Preset.REASONING.capabilities())
            .parameterCount(671_000_000_000L)
            .build();
    SimulationRequest.Builder request =
        SimulationRequest.of(model).feature(RequestFeature.REASONING).effort(effort).seed(3L);
    SimulationPlan plan = plan(request.outputTokens(2));
    assertThat(plan.details().thinkingTokens()).isEqualTo(tokens);
    double itl = LatencyPreset.XLARGE.profile().itlMean();
    assertThat(ttft(plan)).isBetween(tokens * itl * 0.95, 2 + tokens * itl * 1.05);
  }

  /* --------------- prefix cache --------------- */

  private static final LatencyProfile CACHED =
      DRAWN.withPrefillSecondsPerToken(0.001).withPrefixCache(new PrefixCache(16, 0, 10_000));

  @Test
  void samePromptAgain_savesItsPrefill_listedApart() {
    SimulationPlan first = plan(request(CACHED));
    SimulationPlan again = plan(request(CACHED));
    int cached = again.details().cachedTokens();

    assertThat(first.details().cachedTokens()).isZero();
    assertThat(cached).isPositive().isLessThan(first.promptTokens());
    assertThat(cached % 16).isZero();
    assertThat(again.details().savedNanos()).isEqualTo(cached * 1_000_000L);
    for (int k = 0; k < 5; k++) {
      assertThat(first.dueOffsetNanos(k) - again.dueOffsetNanos(k)).isEqualTo(cached * 1_000_000L);
    }
    assertThat(again.planHeader())
        .isEqualTo(first.planHeader() + ";cached=%d;saved=%d.000ms".formatted(cached, cached));
  }

  @Test
  void modelsRememberApart_andAnewWithOtherSettings() {
    plan(request(CACHED));
    LatencyProfile other = CACHED.withPrefixCache(new PrefixCache(8, 0, 10_000));
    assertThat(plan(request(other)).details().cachedTokens()).isZero();
    SimulationRequest.Builder elsewhere =
        SimulationRequest.of(ModelDefinition.builder("other").latencyProfile(CACHED).build())
            .prompt(Prompt.of(List.of(TEXT)));
    assertThat(plan(elsewhere).details().cachedTokens()).isZero();
  }

  /* --------------- capacity --------------- */

  private static final LatencyProfile LIMITED = CACHED.withCapacity(new Capacity(1, 1, 0, 64));

  @ParameterizedTest
  @CsvSource({"1", "0.5", "3"})
  void aloneInTheEngine_thePlanHoldsToTheNanosecond(double scale) {
    LatencyOverride scaled = new LatencyOverride(null, null, scale);
    SimulationPlan plan = plan(request(LIMITED).outputTokens(500).latency(scaled));
    DueTimes due =
        Objects.requireNonNull(plan.details().work()).admit(0, plan.schedule(), () -> {});
    due.advance(Long.MAX_VALUE / 2);
    long[] dues = new long[500];
    Arrays.setAll(dues, due::dueOffsetNanos);
    assertThat(dues).isEqualTo(plan.schedule().dueOffsetsNanos());
  }

  @Test
  void requestsOfAModelShareItsEngine_othersDoNot() {
    EngineWork work = Objects.requireNonNull(plan(request(LIMITED)).details().work());
    EngineWork again = Objects.requireNonNull(plan(request(LIMITED)).details().work());
    EngineWork scaled =
        Objects.requireNonNull(
            plan(request(LIMITED).latency(LatencyOverride.parse("scale=2"))).details().work());
    assertThat(again.engine()).isSameAs(work.engine()).isNotSameAs(scaled.engine());
    assertThat(again.prefillNanos())
        .as("what is cached costs no prefill")
        .isLessThan(work.prefillNanos());
  }

  @ParameterizedTest
  @CsvSource({"ttft=1ms", "itl=1ms", "scale=0"})
  void ownTimes_doNotGoThroughTheEngine(String latency) {
    SimulationPlan plan = plan(request(LIMITED).latency(LatencyOverride.parse(latency)));
    assertThat(plan.details().work()).isNull();
  }
}
