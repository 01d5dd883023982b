package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.json.ModelReader;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.model.LatencyProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file to the catalog. */
class ProfileFitTest {

  private static final int REQUESTS = 5_000;
  private static final int TOKENS = 8;
  private static final double PREFILL = 0.0001;
  private static final LatencyDistribution TTFT = LatencyDistribution.lognormal(0.4, 0.08);
  private static final LatencyDistribution ITL =
      LatencyDistribution.gamma(0.02, 0.004).withSpike(new Spike(0.03, 6));

  @TempDir private Path work = Path.of("");

  /** What vLLM's benchmark would write of such a model. */
  private Path measured(double prefill) throws Exception {
    SplittableRandom prompts = new SplittableRandom(9);
    double[] ttft = Draws.of(TTFT, 1, REQUESTS);
    double[] itl = Draws.of(ITL, 2, REQUESTS * TOKENS);
    StringBuilder ttfts = new StringBuilder();
    StringBuilder itls = new StringBuilder();
    StringBuilder lengths = new StringBuilder();
    for (int i = 0; i < REQUESTS; i++) {
      int prompt = prompts.nextInt(100, 4_000);
      String comma = i == 0 ? "" : ",";
      lengths.append(comma).append(prompt);
      ttfts.append(comma).append(ttft[i] + prefill * prompt);
      itls.append(comma).append('[');
      for (int j = 0; j < TOKENS; j++) {
        itls.append(j == 0 ? "" : ",").append(itl[i * TOKENS + j]);
      }
      itls.append(']');
    }
    return Files.writeString(
        work.resolve("result.json"),
        "{\"input_lens\":[%s],\"ttfts\":[%s],\"itls\":[%s]}".formatted(lengths, ttfts, itls));
  }

  private static ProfileFit fit(Path file) {
    return ProfileFit.of(new ResultFile(file, null, 1).read(), file, null);
  }

  @Test
  void profile_comesBack_andPrefillToo() throws Exception {
    ProfileFit fit = fit(measured(PREFILL));
    LatencyProfile profile = fit.profile();
    assertThat(profile.prefillSecondsPerToken()).isCloseTo(PREFILL, within(0.05 * PREFILL));
    assertThat(Objects.requireNonNull(fit.prefill()).fewest()).isGreaterThanOrEqualTo(100);
    assertThat(profile.ttft().shape()).isEqualTo(Shape.LOGNORMAL);
    assertThat(profile.ttftMean()).isCloseTo(0.4, within(0.02));
    assertThat(profile.ttftStd()).isCloseTo(0.08, within(0.004));
    assertThat(profile.itl().shape()).isEqualTo(Shape.GAMMA);
    assertThat(profile.itlMean()).isCloseTo(0.02, within(0.001));
    assertThat(profile.itlStd()).isCloseTo(0.004, within(0.0002));
    Spike spike = Objects.requireNonNull(profile.itl().spike());
    assertThat(spike.probability()).isCloseTo(0.03, within(0.003));
    assertThat(spike.factor()).isCloseTo(6, within(0.3));
    assertThat(profile.basis()).isEqualTo(LatencyBasis.MEASURED);
    assertThat(profile.source())
        .isEqualTo("vLLM's benchmark with details, 5000 requests (result.json)");
  }

  @Test
  void promptsWithoutEffect_giveNoPrefill() throws Exception {
    ProfileFit fit = fit(measured(0));
    assertThat(fit.prefill()).isNull();
    assertThat(fit.profile().prefillSecondsPerToken()).isZero();
    assertThat(FitReport.of(fit)).contains("Prefill: not told");
  }

  @Test
  void entry_isReadAsTheSameProfile() throws Exception {
    assertRead(fit(measured(PREFILL)).profile());
    assertRead(fit(ResultFileTest.resource("aiperf-records.jsonl")).profile());
    assertRead(fit(ResultFileTest.resource("guidellm.json")).profile());
    assertRead(fit(ResultFileTest.resource("vllm.json")).profile());
    List<Quantile> points = List.of(new Quantile(0, 0), new Quantile(0.5, 1), new Quantile(1, 3));
    assertRead(
        LatencyProfile.of(
            LatencyDistribution.ofQuantiles(points), LatencyDistribution.constant(0.01)));
  }

  private static void assertRead(LatencyProfile profile) {
    ObjectNode model =
        Json.parseObject(CatalogEntry.object(profile).getBytes(StandardCharsets.UTF_8));
    model.put("id", "acme/road-1");
    assertThat(ModelReader.presetsOnly().read(model).latencyProfile()).isEqualTo(profile);
  }

  @Test
  void report_hasMeasuredAndFittedSideBySide() throws Exception {
    String report = FitReport.of(fit(measured(PREFILL)));
    assertThat(report)
        .contains("TTFT without prefill, 5000 samples", "ITL, 40000 samples")
        .containsPattern("(?m)^  measured +- +0\\.39")
        .containsPattern("(?m)^\\* lognormal +0\\.0")
        .containsPattern("(?m)^\\* gamma \\+ spike +0\\.0")
        .containsPattern("Prefill, 1\\d\\d to 39\\d\\d prompt tokens: 0\\.0000\\d+ s a token");
    assertThat(FitReport.of(fit(ResultFileTest.resource("vllm.json"))))
        .contains("no samples: KS cannot be computed");
  }

  @Test
  void noTimeToFirstToken_isNoProfile() throws Exception {
    Path file = Files.writeString(work.resolve("zero.csv"), "ttft,itl\n" + "0,0.1\n".repeat(20));
    assertThatThrownBy(() -> fit(file))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("a mean of 0 (expected: above 0 seconds)");
  }
}
