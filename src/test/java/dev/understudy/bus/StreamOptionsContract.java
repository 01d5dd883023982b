package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.LatencyOverride;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A verticle has the same request played as a client of HTTP; the same over any bus. */
abstract class StreamOptionsContract extends ReceivingContract {

  @Test
  void stream_ofWhatTheModelLacks_isRefusedAsOverHttp() throws Exception {
    assertLacks("gpt-3.5-turbo", options -> options.withFeatures(RequestFeature.IMAGE), "vision");
    assertLacks("gpt-4o", options -> options.withFeatures(RequestFeature.AUDIO), "audio");
    assertLacks("gpt-4o", options -> options.withFeatures(RequestFeature.VIDEO), "video");
    assertLacks(
        "claude-2.0", options -> options.withFeatures(RequestFeature.TOOLS), "tool_calling");
    assertLacks("gpt-4o", options -> options.withFeatures(RequestFeature.REASONING), "reasoning");
    UnderstudyException effort =
        assertLacks("gpt-4o", options -> options.withEffort(ReasoningEffort.HIGH), "reasoning");
    assertThat(effort.param()).isEqualTo("effort");
    StreamOptions none =
        StreamOptions.of("gpt-4o", "x", 1)
            .withEffort(ReasoningEffort.NONE)
            .withFeatures(RequestFeature.IMAGE)
            .withTimeScale(0);
    assertThat(open(none, 9).ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
  }

  private UnderstudyException assertLacks(
      String model, UnaryOperator<StreamOptions> with, String what) throws Exception {
    StreamOptions options = with.apply(StreamOptions.of(model, "x", 5));
    UnderstudyException refused = refusal(client -> client.stream(options, 1, part -> {}));
    assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_FEATURE);
    assertThat(refused.message()).contains(model).contains("its " + what + " is false");
    return refused;
  }

  @Test
  void stream_withTimesOfItsOwn_hasThem() throws Exception {
    StreamOptions options =
        StreamOptions.of("gpt-4o", "Say it.", 3)
            .withLatency(LatencyOverride.parse("ttft=40ms;itl=20ms"))
            .withTimeScale(0.1);
    Receiver receiver = open(options, 9);
    assertThat(receiver.stream().opened().plan())
        .contains(";ttft=4.000ms;tokens=3;duration=8.000ms");
    receiver.ended().await(10, TimeUnit.SECONDS);
  }

  private double plannedTtftMillis(StreamOptions options) throws Exception {
    Receiver receiver = open(options.withSeed(3), 9);
    String plan = receiver.stream().opened().plan();
    receiver.stream().stop();
    return Double.parseDouble(plan.replaceAll(".*;ttft=([0-9.]+)ms;.*", "$1"));
  }

  @Test
  void stream_thinksAsLongAsItsEffortSays() throws Exception {
    StreamOptions always = StreamOptions.of("openai/gpt-oss-20b", "x", 2).withTimeScale(0.001);
    double usual = plannedTtftMillis(always);
    assertThat(plannedTtftMillis(always.withEffort(ReasoningEffort.NONE))).isLessThan(usual / 3);
    assertThat(plannedTtftMillis(always.withEffort(ReasoningEffort.HIGH)))
        .isGreaterThan(usual * 1.4);

    StreamOptions asked = StreamOptions.of("claude-sonnet-4-5", "x", 2).withTimeScale(0.001);
    double unasked = plannedTtftMillis(asked);
    assertThat(plannedTtftMillis(asked.withFeatures(RequestFeature.REASONING)))
        .isGreaterThan(unasked + 5);
    assertThat(plannedTtftMillis(asked.withEffort(ReasoningEffort.MEDIUM)))
        .isGreaterThan(unasked + 5);
  }

  @Test
  void stream_endsBeforeAStopSequence() throws Exception {
    StreamOptions options =
        StreamOptions.of("gpt-4o", "Say it.", 40)
            .withSeed(1)
            .withTimeScale(0)
            .withStop(".", " the");
    Receiver receiver = open(options, 100);
    assertThat(receiver.ended().await(10, TimeUnit.SECONDS)).isEqualTo("stop");
    assertThat(String.join("", receiver.received())).isNotEmpty().doesNotContain(".", " the");
  }
}
