package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which latency can be said. */
class LatencyFieldsTest {

  private static ObjectNode json(String singleQuoted) {
    return Json.parseObject(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static LatencyProfile read(String fields) {
    ObjectNode model = json("{'id':'m','latency_profile':{" + fields + "}}");
    return Objects.requireNonNull(ModelReader.presetsOnly().read(model).latencyProfile());
  }

  @Test
  void distributionsByName_withTheUsualSpread() {
    LatencyProfile profile =
        read(
            "'ttft_mean':0.3,'ttft_std':0.9,'ttft_distribution':'lognormal','itl_mean':0.05,'itl_distribution':'constant'");
    assertThat(profile.ttft()).isEqualTo(LatencyDistribution.lognormal(0.3, 0.9));
    assertThat(profile.itl()).isEqualTo(LatencyDistribution.constant(0.05));
    assertThat(read("'ttft_mean':0.3,'itl_mean':0.05,'itl_distribution':'gamma'").itl())
        .isEqualTo(LatencyDistribution.gamma(0.05, 0.05 * LatencyDistribution.ITL_STD_RATIO));
  }

  @Test
  void percentiles_becomeADistribution() {
    LatencyProfile profile =
        read("'ttft_p50':0.536,'ttft_p95':0.844,'ttft_p99':4.461,'itl_p50':0.01,'itl_p95':0.02");
    assertThat(profile.ttft().shape()).isEqualTo(Shape.LOGNORMAL);
    assertThat(Objects.requireNonNull(profile.ttft().spike()).factor()).isBetween(7.0, 10.0);
    assertThat(profile.itl().spike()).isNull();
  }

  @Test
  void speed_isOneOverTheTimeBetweenTokens() {
    assertThat(read("'ttft_mean':0.3,'tokens_per_second':80").itlMean()).isEqualTo(0.0125);
  }

  @Test
  void blocks_haveDefaults() {
    LatencyProfile profile =
        read(
            "'ttft_mean':0.3,'itl_mean':0.05,'ttft_spike':{'probability':0.01,'factor':6},"
                + "'prefill_seconds_per_token':0.0001,'prefix_cache':{},'capacity':{'slots':8},"
                + "'thinking_tokens':{'usual':'high','high':900},"
                + "'itl_quantiles':[]");
    assertThat(profile.ttft().spike()).isEqualTo(new Spike(0.01, 6));
    assertThat(profile.prefillSecondsPerToken()).isEqualTo(0.0001);
    assertThat(profile.prefixCache()).isEqualTo(new PrefixCache(16, 0, 1_000_000));
    assertThat(profile.capacity()).isEqualTo(new Capacity(8, 1_000, 0, 2_048));
    assertThat(profile.thinkingTokens())
        .isEqualTo(new ThinkingTokens(ReasoningEffort.HIGH, null, null, null, 900, null, null));
  }

  @ParameterizedTest
  @CsvSource({"none,NONE", "high,HIGH"})
  void thinkingTokens_mayBeTheUsualEffortAlone(String name, ReasoningEffort usual) {
    String thinking = "'thinking_tokens':{'usual':'" + name + "'}";
    assertThat(read("'ttft_mean':0.3,'itl_mean':0.05," + thinking).thinkingTokens())
        .isEqualTo(ThinkingTokens.ofUsual(usual));
  }

  @Test
  void quantiles_giveMeanAndDeviation() {
    LatencyProfile profile =
        read(
            "'ttft_mean':0.3,'itl_quantiles':[{'p':0,'seconds':0.01},{'p':0.5,'seconds':0.02},{'p':1,'seconds':0.07}]");
    assertThat(profile.itl())
        .isEqualTo(
            LatencyDistribution.ofQuantiles(
                List.of(new Quantile(0, 0.01), new Quantile(0.5, 0.02), new Quantile(1, 0.07))));
    assertThat(profile.itlMean()).isCloseTo(0.03, within(1e-12));
  }

  @Test
  void whatIsNotThere_isNotWritten() {
    JsonNode written = Json.tree(LatencyProfile.of(0.3, 0.1, 0.05, 0.02));
    assertThat(written.fieldNames())
        .toIterable()
        .containsExactly(
            ("ttft_mean,ttft_std,itl_mean,itl_std,vision_multiplier,audio_multiplier,"
                    + "video_multiplier,reasoning_multiplier,tool_calling_multiplier,basis,source")
                .split(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'itl_mean':0.1 | latency_profile.ttft_mean: missing (expected: seconds)",
        "'ttft_mean':1,'ttft_std':2,'itl_mean':0.1 | latency_profile.ttft_std: 2.0 (expected: seconds from 0 to 0.9 times the mean (1.0); a wider spread needs a lognormal distribution)",
        "'ttft_mean':1,'ttft_p50':1,'ttft_p95':2,'itl_mean':0.1 | latency_profile.ttft_p50: 1.0 (expected: no other figures of ttft beside percentiles)",
        "'ttft_p50':1,'itl_mean':0.1 | latency_profile.ttft_p95: missing (expected: seconds)",
        "'ttft_p50':2,'ttft_p95':1,'itl_mean':0.1 | latency_profile.ttft_p95: 1.0 (expected: seconds from p50 (2.0) to 3600)",
        "'ttft_p50':0.001,'ttft_p95':3600,'itl_mean':0.1 | latency_profile.ttft_p95: 3600.0 (expected: seconds nearer to p50 (0.001))",
        "'ttft_p50':0.001,'ttft_p95':0.0011,'ttft_p99':3600,'itl_mean':0.1 | latency_profile.ttft_p99: 3600.0 (expected: seconds nearer to p50 (0.001))",
        "'ttft_p50':1,'ttft_p95':2,'ttft_p99':9,'ttft_spike':{'probability':0.1,'factor':2},'itl_mean':0.1 | latency_profile.ttft_spike: given (expected: none beside ttft_p99)",
        "'ttft_mean':1,'itl_mean':0.1,'capacity':{'slots':99999999999999999999} | latency_profile.capacity.slots: 99999999999999999999 (expected: a whole number of 64 bits)",
        "'ttft_mean':1,'itl_mean':0.1,'prefix_cache':{'min_tokens':100,'max_tokens':20} | latency_profile.prefix_cache.min_tokens: 100 (expected: a whole number from 0 to 20)",
        "'ttft_mean':1,'itl_mean':0.1,'tokens_per_second':10 | latency_profile.tokens_per_second: 10.0 (expected: a speed above 0 and up to 1000000, and no itl_mean beside it)",
        "'ttft_mean':1,'itl_mean':0.1,'itl_distribution':'cauchy' | latency_profile.itl_distribution: \"cauchy\" (expected: one of normal, lognormal, gamma, constant, quantiles)",
        "'ttft_mean':1,'itl_mean':0.1,'itl_std':0.1,'itl_distribution':'constant' | latency_profile.itl_std: 0.1 (expected: 0 for a constant)",
        "'ttft_mean':1,'itl_quantiles':[{'p':0,'seconds':1}] | latency_profile.itl_quantiles: 1 points (expected: at least 2, from p 0 to p 1)",
        "'ttft_mean':1,'itl_mean':3,'itl_quantiles':[{'p':0,'seconds':1},{'p':1,'seconds':3}] | latency_profile.itl_mean: 3.0 (expected: 2.0, which the quantiles have, or nothing)",
        "'ttft_mean':1,'itl_mean':0.1,'itl_spike':{'probability':0.6,'factor':0} | latency_profile.itl_spike.probability: 0.6 (expected: a share above 0 and up to 0.5); latency_profile.itl_spike.factor: 0.0 (expected: a factor from 1 to 1000)",
        "'ttft_mean':1,'itl_mean':0.1,'thinking_tokens':{'usual':'some','low':-5} | latency_profile.thinking_tokens.usual: \"some\" (expected: one of none, minimal, low, medium, high, xhigh, max); latency_profile.thinking_tokens.low: -5 (expected: a whole number of tokens from 0 to 1000000)",
        "'ttft_mean':1,'itl_mean':0.1,'capacity':{} | latency_profile.capacity.slots: missing (expected: a whole number)",
        "'ttft_mean':1,'itl_mean':0,'capacity':{'slots':1} | latency_profile.capacity: given (expected: none where itl_mean is 0, as an engine's step takes time)",
        "'ttft_mean':1,'itl_mean':0.1,'prefix_cache':{'block_tokens':0} | latency_profile.prefix_cache.block_tokens: 0 (expected: a whole number from 1 to 100000)"
      })
  void faults_areNamed(String fields, String message) {
    assertThatThrownBy(() -> read(fields)).hasMessage(message);
  }
}
