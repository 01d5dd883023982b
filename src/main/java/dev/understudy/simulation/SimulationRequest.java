package dev.understudy.simulation;

import dev.understudy.content.Task;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a model, whatever the wire format. Immutable; made by {@link #of} and the
 * builder.
 *
 * @param model who answers
 * @param prompt what was asked, as far as its length goes
 * @param task what was asked, as far as the answer says something of it
 * @param choices how many answers, from 1 to 128
 * @param showReasoning whether what is thought is sent before the answer
 * @param thinkingBudget the most tokens that are thought, from 0; null when not given
 * @param thinkingApart whether max_tokens bounds the answer alone; else what is thought takes from
 *     it, as at the vendors
 * @param features what the request has that makes the model slower
 * @param effort how long the model is asked to think; null when not said
 * @param maxTokens the answer's length, or the most it may have, from 0; null when not given
 * @param fillsMaxTokens whether an answer in words has all of {@code maxTokens}
 * @param minTokens the least length, from 0; 0 when not given
 * @param ignoreEos whether the answer goes on up to the limits
 * @param stop sequences that end the answer and are not part of it
 * @param outputTokens the length at which the answer is complete, from 1; null when not given
 * @param seed the client's; null when one is to be drawn
 * @param bodyHash what every draw depends on beside the seeds
 * @param latency timing instead of the model's
 * @param idPrefix how ids of this format begin, as {@code chatcmpl-}
 * @param dryRun whether it will not be played, and so leaves nothing behind for other requests
 */
public record SimulationRequest(
    ModelDefinition model,
    Prompt prompt,
    Task task,
    int choices,
    boolean showReasoning,
    @Nullable Integer thinkingBudget,
    boolean thinkingApart,
    Set<RequestFeature> features,
    @Nullable ReasoningEffort effort,
    @Nullable Integer maxTokens,
    boolean fillsMaxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Integer outputTokens,
    @Nullable Long seed,
    BodyHash bodyHash,
    LatencyOverride latency,
    String idPrefix,
    boolean dryRun) {

  /** As many as OpenAI gives. */
  public static final int MOST_CHOICES = 128;

  /** Copies the collections and refuses lengths that cannot be. */
  public SimulationRequest {
    if (choices < 1 || choices > MOST_CHOICES) {
      throw UnderstudyException.invalid("n", choices, "a whole number from 1 to " + MOST_CHOICES);
    }
    features = Set.copyOf(features);
    stop = List.copyOf(stop);
    atLeast(0, "max_tokens", maxTokens);
    atLeast(1, "simulation.output_tokens", outputTokens);
    if (minTokens < 0 || (maxTokens != null && minTokens > maxTokens)) {
      String most = maxTokens == null ? "" : " to max_tokens (" + maxTokens + ")";
      throw UnderstudyException.invalid("min_tokens", minTokens, "a whole number from 0" + most);
    }
    if (stop.contains("")) {
      throw UnderstudyException.invalid("stop", "\"\"", "a sequence of at least one character");
    }
  }

  private static void atLeast(int least, String param, @Nullable Integer tokens) {
    if (tokens != null && tokens < least) {
      throw UnderstudyException.invalid(param, tokens, "a whole number from " + least);
    }
  }

  /** Starts a request that leaves all to the model. */
  public static Builder of(ModelDefinition model) {
    return new Builder(model);
  }

  /** Collects what a request says. Confined to one thread. */
  public static final class Builder {
    private final ModelDefinition model;
    private final Set<RequestFeature> features = EnumSet.noneOf(RequestFeature.class);
    private Prompt prompt = Prompt.ofTokens(0);
    private Task task = Task.NONE;
    private int choices = 1;
    private boolean showReasoning;
    private @Nullable Integer thinkingBudget;
    private boolean thinkingApart;
    private @Nullable ReasoningEffort effort;
    private @Nullable Integer maxTokens;
    private boolean fillsMaxTokens = true;
    private int minTokens;
    private boolean ignoreEos;
    private List<String> stop = List.of();
    private @Nullable Integer outputTokens;
    private @Nullable Long seed;
    private BodyHash bodyHash = BodyHash.of("");
    private LatencyOverride latency = LatencyOverride.NONE;
    private String idPrefix = "chatcmpl-";
    private boolean dryRun;

    private Builder(ModelDefinition model) {
      this.model = model;
    }

    /** Sets {@link SimulationRequest#prompt}. */
    public Builder prompt(Prompt value) {
      prompt = value;
      return this;
    }

    /** Sets {@link SimulationRequest#task}. */
    public Builder task(Task value) {
      task = value;
      return this;
    }

    /** Sets {@link SimulationRequest#choices}. */
    public Builder choices(int value) {
      choices = value;
      return this;
    }

    /** Sets {@link SimulationRequest#showReasoning}. */
    public Builder showReasoning(boolean value) {
      showReasoning = value;
      return this;
    }

    /** Sets {@link SimulationRequest#thinkingBudget}. */
    public Builder thinkingBudget(@Nullable Integer value) {
      thinkingBudget = value;
      return this;
    }

    /** Sets {@link SimulationRequest#thinkingApart}. */
    public Builder thinkingApart(boolean value) {
      thinkingApart = value;
      return this;
    }

    /** Adds to {@link SimulationRequest#features}. */
    public Builder feature(RequestFeature value) {
      features.add(value);
      return this;
    }

    /** Sets {@link SimulationRequest#effort}. */
    public Builder effort(@Nullable ReasoningEffort value) {
      effort = value;
      return this;
    }

    /** Sets {@link SimulationRequest#maxTokens}. */
    public Builder maxTokens(@Nullable Integer value) {
      maxTokens = value;
      return this;
    }

    /** Sets {@link SimulationRequest#fillsMaxTokens}, which is true unless it is set. */
    public Builder fillsMaxTokens(boolean value) {
      fillsMaxTokens = value;
      return this;
    }

    /** Sets {@link SimulationRequest#minTokens}. */
    public Builder minTokens(int value) {
      minTokens = value;
      return this;
    }

    /** Sets {@link SimulationRequest#ignoreEos}. */
    public Builder ignoreEos(boolean value) {
      ignoreEos = value;
      return this;
    }

    /** Sets {@link SimulationRequest#stop}. */
    public Builder stop(List<String> value) {
      stop = value;
      return this;
    }

    /** Sets {@link SimulationRequest#outputTokens}. */
    public Builder outputTokens(@Nullable Integer value) {
      outputTokens = value;
      return this;
    }

    /** Sets {@link SimulationRequest#seed}. */
    public Builder seed(@Nullable Long value) {
      seed = value;
      return this;
    }

    /** Sets {@link SimulationRequest#bodyHash}. */
    public Builder bodyHash(BodyHash value) {
      bodyHash = value;
      return this;
    }

    /** As the other, of one that is known. */
    public Builder bodyHash(String value) {
      return bodyHash(BodyHash.of(value));
    }

    /** Sets {@link SimulationRequest#latency}. */
    public Builder latency(LatencyOverride value) {
      latency = value;
      return this;
    }

    /** Sets {@link SimulationRequest#idPrefix}. */
    public Builder idPrefix(String value) {
      idPrefix = value;
      return this;
    }

    /** Sets {@link SimulationRequest#dryRun}. */
    public Builder dryRun(boolean value) {
      dryRun = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws UnderstudyException INVALID_REQUEST when a length cannot be
     */
    public SimulationRequest build() {
      return new SimulationRequest(
          model,
          prompt,
          task,
          choices,
          showReasoning,
          thinkingBudget,
          thinkingApart,
          features,
          effort,
          maxTokens,
          fillsMaxTokens,
          minTokens,
          ignoreEos,
          stop,
          outputTokens,
          seed,
          bodyHash,
          latency,
          idPrefix,
          dryRun);
    }
  }
}
