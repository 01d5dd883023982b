package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyProfile.RequestFeature;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class LatencyProfileTest {

  private static final LatencyProfile PROFILE = LatencyProfile.of(0.3, 0.1, 0.05, 0.02);

  @Example
  void of_hasTheDefaultMultipliers() {
    assertThat(PROFILE.visionMultiplier()).isEqualTo(1.5);
    assertThat(PROFILE.audioMultiplier()).isEqualTo(1.3);
    assertThat(PROFILE.videoMultiplier()).isEqualTo(2.0);
    assertThat(PROFILE.reasoningMultiplier()).isEqualTo(2.5);
    assertThat(PROFILE.toolCallingMultiplier()).isEqualTo(1.2);
  }

  @Example
  void ofMeans_hasTheOriginalsSpread() {
    LatencyProfile profile = LatencyProfile.ofMeans(0.3, 0.05);
    assertThat(profile.ttftStd()).isCloseTo(0.1, within(1e-12));
    assertThat(profile.itlStd()).isCloseTo(0.02, within(1e-12));
  }

  @Property
  void ttftFactor_isTheProductOfAll(@ForAll Set<RequestFeature> features) {
    double expected = 1;
    expected *= features.contains(RequestFeature.IMAGE) ? 1.5 : 1;
    expected *= features.contains(RequestFeature.AUDIO) ? 1.3 : 1;
    expected *= features.contains(RequestFeature.VIDEO) ? 2.0 : 1;
    expected *= features.contains(RequestFeature.REASONING) ? 2.5 : 1;
    expected *= features.contains(RequestFeature.TOOLS) ? 1.2 : 1;
    assertThat(PROFILE.ttftFactor(features)).isCloseTo(expected, within(1e-12));
  }

  @Property
  void itlFactor_isTheProductOfReasoningAndTools(@ForAll Set<RequestFeature> features) {
    double expected = 1;
    expected *= features.contains(RequestFeature.REASONING) ? 2.5 : 1;
    expected *= features.contains(RequestFeature.TOOLS) ? 1.2 : 1;
    assertThat(PROFILE.itlFactor(features)).isCloseTo(expected, within(1e-12));
  }

  @Example
  void withReasoningMultiplier_one_takesReasoningOut() {
    LatencyProfile measured = PROFILE.withReasoningMultiplier(1);
    assertThat(measured.ttftFactor(EnumSet.of(RequestFeature.REASONING))).isEqualTo(1);
    assertThat(measured.itlFactor(EnumSet.of(RequestFeature.REASONING))).isEqualTo(1);
  }

  @Example
  void std_aboveNineTenthsOfTheMean_isRefusedNamingLognormal() {
    assertThatThrownBy(() -> LatencyProfile.of(1, 0.91, 1, 1.5))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "ttft_std: 0.91 (expected: seconds from 0 to 0.9 times the mean (1.0);"
                + " a wider spread needs a lognormal distribution);"
                + " itl_std: 1.5 (expected: seconds from 0 to 0.9 times the mean (1.0);"
                + " a wider spread needs a lognormal distribution)");
  }

  @Example
  void std_upToNineTenths_isFine() {
    assertThat(LatencyProfile.of(1, 0.9, 0, 0).ttftStd()).isEqualTo(0.9);
  }

  @Example
  void faults_areAllNamed_eachOnce() {
    InvalidModelException refused =
        catchThrowableOfType(
            InvalidModelException.class,
            () ->
                new LatencyProfile(
                    LatencyDistribution.constant(0),
                    LatencyDistribution.constant(0),
                    0,
                    1001,
                    Double.NaN,
                    -1,
                    1,
                    null,
                    null,
                    -0.1,
                    null,
                    null,
                    new Capacity(1, 0, 0, 1)));
    assertThat(Objects.requireNonNull(refused).faults())
        .extracting(Fault::path)
        .containsExactly(
            "ttft_mean",
            "vision_multiplier",
            "audio_multiplier",
            "video_multiplier",
            "reasoning_multiplier",
            "prefill_seconds_per_token",
            "capacity");
  }

  @Example
  void times_outOfRange_areRefused() {
    for (double ttft : new double[] {-1, 3601, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> LatencyProfile.of(ttft, 0, 0.1, 0))
          .hasMessage("ttft_mean: " + ttft + " (expected: seconds from 0 to 3600)");
    }
    assertThatThrownBy(() -> LatencyProfile.of(0, 0, 0.1, 0))
        .hasMessage("ttft_mean: 0.0 (expected: seconds above 0 and up to 3600)");
  }

  @Example
  void thinkingTokens_takeTheReasoningMultipliersPlace() {
    LatencyProfile thinking = PROFILE.withThinkingTokens(ThinkingTokens.ofMedium(100));
    assertThat(thinking.ttftFactor(EnumSet.of(RequestFeature.REASONING))).isEqualTo(1);
    assertThat(thinking.itlFactor(EnumSet.of(RequestFeature.REASONING, RequestFeature.TOOLS)))
        .isEqualTo(1.2);
  }

  @Example
  void presets_slowDownWithSize() {
    List<LatencyPreset> sizes =
        List.of(
            LatencyPreset.SMALL, LatencyPreset.MEDIUM, LatencyPreset.LARGE, LatencyPreset.XLARGE);
    assertThat(sizes)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(a.profile().ttftMean(), b.profile().ttftMean()))
        .isSortedAccordingTo((a, b) -> Double.compare(a.profile().itlMean(), b.profile().itlMean()))
        .allSatisfy(size -> assertThat(size.profile().reasoningMultiplier()).isEqualTo(1));
  }

  @Example
  void presets_sayThatTheyArePresets() {
    for (LatencyPreset preset : LatencyPreset.values()) {
      assertThat(preset.profile().basis()).isEqualTo(LatencyBasis.PRESET);
      assertThat(preset.profile().source()).isEqualTo("preset " + preset.jsonName());
    }
  }

  @Example
  void presetReasoning_thinksAsModelsDoInTheMiddle() {
    LatencyProfile profile = LatencyPreset.REASONING.profile();
    assertThat(profile.reasoningMultiplier()).isEqualTo(1);
    assertThat(profile.thinkingTokens()).isEqualTo(ThinkingTokens.MEDIANS);
  }

  @Example
  void whatAnswersInOnePass_isPlayedAsThat_unlessItChats() {
    for (Capability onePass :
        List.of(Capability.EMBEDDINGS, Capability.CONTENT_MODERATION, Capability.RERANKING)) {
      ModelCapabilities can = ModelCapabilities.UNKNOWN.with(onePass, true);
      ModelDefinitionBuilder model = ModelDefinition.builder("m").parameterCount(400_000_000_000L);
      assertThat(
              LatencyPreset.playedFor(model.capabilities(can.with(Capability.CHAT, false)).build()))
          .isEqualTo(LatencyPreset.ONE_PASS.profile());
      assertThat(LatencyPreset.playedFor(model.capabilities(can).build()))
          .isEqualTo(LatencyPreset.XLARGE.profile());
    }
  }

  private static @Nullable ThinkingTokens thinkingOf(
      boolean reasons, @Nullable LatencyProfile profile) {
    ModelDefinition model =
        ModelDefinition.builder("m")
            .capabilities(ModelCapabilities.UNKNOWN.with(Capability.REASONING, reasons))
            .latencyProfile(profile)
            .build();
    return LatencyPreset.playedFor(model).thinkingTokens();
  }

  @Example
  void modelThatReasons_forUnknownLong_thinksAsModelsDoInTheMiddle() {
    LatencyProfile measured =
        PROFILE.withReasoningMultiplier(1).withBasis(LatencyBasis.SIBLING, "bench");
    assertThat(thinkingOf(true, null)).isEqualTo(ThinkingTokens.MEDIANS);
    assertThat(thinkingOf(true, LatencyPreset.LARGE.profile())).isEqualTo(ThinkingTokens.MEDIANS);
    assertThat(thinkingOf(true, measured)).isEqualTo(ThinkingTokens.MEDIANS);
  }

  @Example
  void modelThatDoesNotReason_orSaysHowItThinks_isPlayedAsItSays() {
    ThinkingTokens own = ThinkingTokens.ofUsual(ReasoningEffort.NONE);
    assertThat(thinkingOf(false, null)).isNull();
    assertThat(thinkingOf(true, LatencyPreset.SMALL.profile().withThinkingTokens(own)))
        .isEqualTo(own);
    assertThat(thinkingOf(true, PROFILE)).as("by its multiplier").isNull();
    assertThat(thinkingOf(true, PROFILE.withBasis(LatencyBasis.MEASURED, "bench"))).isNull();
    assertThat(thinkingOf(true, PROFILE.withReasoningMultiplier(1))).as("made up").isNull();
  }

  @Example
  void presetOfSize_edges() {
    long billion = 1_000_000_000L;
    assertThat(LatencyPreset.ofSize(null)).isEqualTo(LatencyPreset.MEDIUM);
    assertThat(LatencyPreset.ofSize(15 * billion)).isEqualTo(LatencyPreset.SMALL);
    assertThat(LatencyPreset.ofSize(15 * billion + 1)).isEqualTo(LatencyPreset.MEDIUM);
    assertThat(LatencyPreset.ofSize(80 * billion + 1)).isEqualTo(LatencyPreset.LARGE);
    assertThat(LatencyPreset.ofSize(300 * billion)).isEqualTo(LatencyPreset.LARGE);
    assertThat(LatencyPreset.ofSize(300 * billion + 1)).isEqualTo(LatencyPreset.XLARGE);
  }
}
