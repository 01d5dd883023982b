package dev.understudy.bus;

import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.simulation.LatencyOverride;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated answer, as another verticle asks for it. Immutable; {@link #of} and what follows it
 * say as much of it as is needed.
 *
 * @param model who answers, by id or alias
 * @param prompt what is asked
 * @param maxTokens the answer's length, from 1; null leaves it to the model
 * @param seed for the same answer again; null draws one
 * @param features what the request has that makes the model slower; with reasoning a model that
 *     thinks only when asked is asked to, at medium effort where no other is given
 * @param effort how long the model is asked to think; null leaves it to the model
 * @param stop sequences that end the answer and are not part of it; none is empty
 * @param latency timing instead of the model's and the server's
 */
public record StreamOptions(
    String model,
    String prompt,
    @Nullable Integer maxTokens,
    @Nullable Long seed,
    Set<RequestFeature> features,
    @Nullable ReasoningEffort effort,
    List<String> stop,
    LatencyOverride latency) {

  /** Copies the collections. */
  public StreamOptions {
    features = Set.copyOf(features);
    stop = List.copyOf(stop);
  }

  /** An answer of so many tokens. */
  public static StreamOptions of(String model, String prompt, int maxTokens) {
    return new StreamOptions(
        model, prompt, maxTokens, null, Set.of(), null, List.of(), LatencyOverride.NONE);
  }

  /** The same with a seed. */
  public StreamOptions withSeed(long value) {
    return new StreamOptions(model, prompt, maxTokens, value, features, effort, stop, latency);
  }

  /** The same of a request that has these. */
  public StreamOptions withFeatures(RequestFeature... values) {
    return new StreamOptions(model, prompt, maxTokens, seed, Set.of(values), effort, stop, latency);
  }

  /** The same with a reasoning effort. */
  public StreamOptions withEffort(ReasoningEffort value) {
    return new StreamOptions(model, prompt, maxTokens, seed, features, value, stop, latency);
  }

  /** The same, ended by any of these sequences. */
  public StreamOptions withStop(String... sequences) {
    return new StreamOptions(
        model, prompt, maxTokens, seed, features, effort, List.of(sequences), latency);
  }

  /** The same with other timing. */
  public StreamOptions withLatency(LatencyOverride value) {
    return new StreamOptions(model, prompt, maxTokens, seed, features, effort, stop, value);
  }

  /**
   * The same with a factor on every duration, from 0 (at once) to 1000.
   *
   * @throws dev.understudy.model.UnderstudyException INVALID_REQUEST when it is out of range
   */
  public StreamOptions withTimeScale(double value) {
    return withLatency(new LatencyOverride(null, null, value).or(latency));
  }
}
