package dev.understudy.wire;

import dev.understudy.content.ContentOverride;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.simulation.LatencyOverride;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body field {@code simulation}, which vendors do not have: what the answer is to be like.
 * Immutable.
 *
 * @param outputTokens the length at which an answer in words is complete, from 1; null when not set
 * @param latency timing instead of the model's
 * @param content what the answer says
 * @param reasoning whether what is thought is sent; null to do as the vendor does
 */
public record SimulationSettings(
    @Nullable Integer outputTokens,
    LatencyOverride latency,
    ContentOverride content,
    @Nullable Boolean reasoning) {

  private static final String NAME = "simulation";
  private static final int MOST_CALLS = 128;
  private static final SimulationSettings NONE =
      new SimulationSettings(null, LatencyOverride.NONE, ContentOverride.NONE, null);

  /** Reads the field of a body; nothing is set where there is none. */
  public static SimulationSettings of(Fields body) {
    return Objects.requireNonNullElse(body.object(NAME, SimulationSettings::read), NONE);
  }

  private static SimulationSettings read(Fields fields) {
    Integer outputTokens = fields.integer("output_tokens");
    fields.faults().atLeast(outputTokens, 1, "output_tokens");
    fields.get("fault"); // read on its own, the same in all vendors' bodies
    LatencyOverride latency =
        new LatencyOverride(
            number(fields, "ttft", LatencyOverride.LONGEST_SECONDS),
            number(fields, "itl", LatencyOverride.LONGEST_SECONDS),
            number(fields, "time_scale", LatencyOverride.LARGEST_SCALE));
    return new SimulationSettings(outputTokens, latency, content(fields), fields.bool("reasoning"));
  }

  private static @Nullable Double number(Fields fields, String name, int most) {
    BigDecimal value = fields.decimal(name);
    if (value == null) {
      return null;
    }
    boolean below = value.signum() < 0;
    boolean above = value.compareTo(BigDecimal.valueOf(most)) > 0;
    fields
        .faults()
        .require(
            !below && !above,
            name,
            value,
            "a number from 0 to " + most,
            below ? ErrorCode.DECIMAL_BELOW_MIN_VALUE : ErrorCode.DECIMAL_ABOVE_MAX_VALUE);
    return below || above ? null : (Double) value.doubleValue();
  }

  private static ContentOverride content(Fields fields) {
    String text = fields.text("text");
    boolean echo = Boolean.TRUE.equals(fields.bool("echo"));
    fields.faults().require(!echo || text == null, "echo", echo, "false where there is a text");
    Integer toolCalls = fields.integer("tool_calls");
    fields.faults().atLeast(toolCalls, 0, "tool_calls");
    fields
        .faults()
        .require(
            toolCalls == null || toolCalls <= MOST_CALLS,
            "tool_calls",
            toolCalls,
            "a whole number from 0 to " + MOST_CALLS,
            ErrorCode.INTEGER_ABOVE_MAX_VALUE);
    return new ContentOverride(text, echo, toolCalls);
  }
}
