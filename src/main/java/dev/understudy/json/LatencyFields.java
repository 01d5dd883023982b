package dev.understudy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capacity;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.model.LatencyPercentiles;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a latency profile. Its two distributions stand flat in it, as {@code ttft_mean}
 * and {@code itl_mean}. What goes beyond means, deviations and multipliers is written only where
 * there is some. Percentiles and tokens per second are read and become what they stand for.
 */
final class LatencyFields {

  /** Stands for what was refused, so that the rest is read too. */
  private static final LatencyDistribution ANY = LatencyDistribution.constant(1);

  private LatencyFields() {}

  static LatencyProfile read(Fields fields) {
    LatencyDistribution ttft = distribution(fields, "ttft", LatencyDistribution.TTFT_STD_RATIO);
    LatencyDistribution itl = distribution(fields, "itl", LatencyDistribution.ITL_STD_RATIO);
    return new LatencyProfile(
        Objects.requireNonNullElse(ttft, ANY),
        Objects.requireNonNullElse(itl, ANY),
        fields.number("vision_multiplier", LatencyProfile.VISION_MULTIPLIER),
        fields.number("audio_multiplier", LatencyProfile.AUDIO_MULTIPLIER),
        fields.number("video_multiplier", LatencyProfile.VIDEO_MULTIPLIER),
        fields.number("reasoning_multiplier", LatencyProfile.REASONING_MULTIPLIER),
        fields.number("tool_calling_multiplier", LatencyProfile.TOOL_CALLING_MULTIPLIER),
        fields.named("basis", LatencyBasis.class),
        fields.text("source"),
        fields.number("prefill_seconds_per_token", 0),
        fields.object("thinking_tokens", LatencyFields::thinkingTokens),
        fields.object("prefix_cache", LatencyFields::prefixCache),
        fields.object("capacity", LatencyFields::capacity));
  }

  /** Null when at fault; the forms exclude each other. */
  private static @Nullable LatencyDistribution distribution(
      Fields fields, String name, double stdRatio) {
    Faults faults = fields.faults();
    int before = faults.count();
    Double p50 = number(fields, name + "_p50");
    Double p95 = number(fields, name + "_p95");
    Double p99 = number(fields, name + "_p99");
    Double mean = mean(fields, name);
    Double std = number(fields, name + "_std");
    Shape shape = fields.named(name + "_distribution", Shape.class);
    List<Quantile> quantiles = fields.objects(name + "_quantiles", LatencyFields::quantile);
    Spike spike = fields.object(name + "_spike", LatencyFields::spike);
    boolean percentiles = p50 != null || p95 != null || p99 != null;
    boolean some = percentiles || mean != null || fields.get(name + "_quantiles") != null;
    faults.require(some, name + "_mean", null, "seconds");
    if (faults.count() > before) {
      return null;
    }
    if (!percentiles) {
      return faults.prefixed(
          name + "_", () -> moments(mean, std, shape, quantiles, spike, stdRatio));
    }
    boolean alone = mean == null && std == null && shape == null && quantiles.isEmpty();
    faults.require(
        alone, name + "_p50", p50, "no other figures of " + name + " beside percentiles");
    faults.require(p50 != null, name + "_p50", null, "seconds");
    faults.require(p95 != null, name + "_p95", null, "seconds");
    faults.require(
        p99 == null || spike == null, name + "_spike", "given", "none beside " + name + "_p99");
    if (p50 == null || p95 == null || faults.count() > before) {
      return null;
    }
    LatencyDistribution made =
        faults.prefixed(name + "_", () -> new LatencyPercentiles(p50, p95, p99).distribution());
    return made == null || spike == null ? made : made.withSpike(spike);
  }

  private static LatencyDistribution moments(
      @Nullable Double mean,
      @Nullable Double std,
      @Nullable Shape shape,
      List<Quantile> quantiles,
      @Nullable Spike spike,
      double stdRatio) {
    Shape family = shape != null ? shape : quantiles.isEmpty() ? Shape.NORMAL : Shape.QUANTILES;
    if (mean == null || family == Shape.QUANTILES) {
      LatencyDistribution measured = LatencyDistribution.ofQuantiles(quantiles);
      return new LatencyDistribution(
          family,
          Objects.requireNonNullElse(mean, measured.mean()),
          Objects.requireNonNullElse(std, measured.std()),
          quantiles,
          spike);
    }
    double usual = family == Shape.CONSTANT ? 0 : Math.max(0, mean) * stdRatio;
    return new LatencyDistribution(
        family, mean, Objects.requireNonNullElse(std, usual), quantiles, spike);
  }

  /** The mean; of ITL it may be said as tokens per second. */
  private static @Nullable Double mean(Fields fields, String name) {
    Double mean = number(fields, name + "_mean");
    if (!name.equals("itl")) {
      return mean;
    }
    Double speed = number(fields, "tokens_per_second");
    if (speed == null) {
      return mean;
    }
    boolean possible = speed > 0 && speed <= 1_000_000 && mean == null;
    fields
        .faults()
        .require(
            possible,
            "tokens_per_second",
            speed,
            "a speed above 0 and up to 1000000, and no itl_mean beside it");
    return 1 / speed;
  }

  private static @Nullable Double number(Fields fields, String name) {
    return fields.get(name) == null ? null : (Double) fields.number(name, 0);
  }

  private static Quantile quantile(Fields fields) {
    return new Quantile(fields.number("p", -1), fields.number("seconds", -1));
  }

  private static Spike spike(Fields fields) {
    return new Spike(fields.number("probability", 0), fields.number("factor", 0));
  }

  private static ThinkingTokens thinkingTokens(Fields fields) {
    ReasoningEffort usual = fields.named("usual", ReasoningEffort.class);
    return new ThinkingTokens(
        Objects.requireNonNullElse(usual, ReasoningEffort.MEDIUM),
        fields.integer("minimal"),
        fields.integer("low"),
        fields.integer("medium"),
        fields.integer("high"),
        fields.integer("xhigh"),
        fields.integer("max"));
  }

  private static PrefixCache prefixCache(Fields fields) {
    return new PrefixCache(
        integer(fields, "block_tokens", PrefixCache.BLOCK_TOKENS),
        integer(fields, "min_tokens", 0),
        integer(fields, "max_tokens", PrefixCache.MAX_TOKENS));
  }

  private static Capacity capacity(Fields fields) {
    fields.faults().require(fields.get("slots") != null, "slots", null, "a whole number");
    return new Capacity(
        integer(fields, "slots", 1),
        integer(fields, "queue", Capacity.QUEUE),
        fields.number("step_seconds_per_sequence", 0),
        integer(fields, "prefill_chunk_tokens", Capacity.PREFILL_CHUNK_TOKENS));
  }

  private static int integer(Fields fields, String name, int otherwise) {
    return Objects.requireNonNullElse(fields.integer(name), otherwise);
  }

  /**
   * Takes out of a profile's JSON the deviations that follow from the mean alone, so that they
   * follow another one. Nobody can tell whether they were given or filled in; either way they are
   * the same for the mean that is there.
   */
  static void dropUsualDeviations(ObjectNode profile) {
    dropUsual(profile, "ttft", LatencyDistribution.TTFT_STD_RATIO);
    dropUsual(profile, "itl", LatencyDistribution.ITL_STD_RATIO);
  }

  private static void dropUsual(ObjectNode profile, String name, double stdRatio) {
    double usual = profile.path(name + "_mean").asDouble() * stdRatio;
    if (profile.path(name + "_std").asDouble(-1) == usual) {
      profile.remove(name + "_std");
    }
  }

  static void write(LatencyProfile value, JsonGenerator out, boolean nulls) throws IOException {
    out.writeStartObject();
    writeMoments("ttft", value.ttft(), out);
    writeMoments("itl", value.itl(), out);
    out.writeNumberField("vision_multiplier", value.visionMultiplier());
    out.writeNumberField("audio_multiplier", value.audioMultiplier());
    out.writeNumberField("video_multiplier", value.videoMultiplier());
    out.writeNumberField("reasoning_multiplier", value.reasoningMultiplier());
    out.writeNumberField("tool_calling_multiplier", value.toolCallingMultiplier());
    if (nulls || value.basis() != null) {
      out.writeObjectField("basis", value.basis());
    }
    if (nulls || value.source() != null) {
      out.writeObjectField("source", value.source());
    }
    writeShape("ttft", value.ttft(), out);
    writeShape("itl", value.itl(), out);
    if (value.prefillSecondsPerToken() > 0) {
      out.writeNumberField("prefill_seconds_per_token", value.prefillSecondsPerToken());
    }
    writeIfThere("thinking_tokens", value.thinkingTokens(), out);
    writeIfThere("prefix_cache", value.prefixCache(), out);
    writeIfThere("capacity", value.capacity(), out);
    out.writeEndObject();
  }

  private static void writeMoments(String name, LatencyDistribution value, JsonGenerator out)
      throws IOException {
    out.writeNumberField(name + "_mean", value.mean());
    out.writeNumberField(name + "_std", value.std());
  }

  private static void writeShape(String name, LatencyDistribution value, JsonGenerator out)
      throws IOException {
    if (value.shape() != Shape.NORMAL) {
      out.writeObjectField(name + "_distribution", value.shape());
    }
    if (!value.quantiles().isEmpty()) {
      out.writeObjectField(name + "_quantiles", value.quantiles());
    }
    writeIfThere(name + "_spike", value.spike(), out);
  }

  private static void writeIfThere(String name, @Nullable Object value, JsonGenerator out)
      throws IOException {
    if (value != null) {
      out.writeObjectField(name, value);
    }
  }
}
