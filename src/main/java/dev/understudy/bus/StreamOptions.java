package dev.understudy.bus;

import dev.understudy.model.LatencyProfile.RequestFeature;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated answer, as another verticle asks for it.
 *
 * @param model who answers, by id or alias
 * @param prompt what is asked
 * @param maxTokens the answer's length; null leaves it to the model
 * @param seed for the same answer again; null draws one
 * @param features what the request has that makes the model slower
 * @param timeScale factor on every duration; null is the server's
 */
public record StreamOptions(
    String model,
    String prompt,
    @Nullable Integer maxTokens,
    @Nullable Long seed,
    Set<RequestFeature> features,
    @Nullable Double timeScale) {

  /** Copies the set. */
  public StreamOptions {
    features = Set.copyOf(features);
  }

  /** An answer of so many tokens. */
  public static StreamOptions of(String model, String prompt, int maxTokens) {
    return new StreamOptions(model, prompt, maxTokens, null, Set.of(), null);
  }

  /** The same with a seed. */
  public StreamOptions withSeed(long value) {
    return new StreamOptions(model, prompt, maxTokens, value, features, timeScale);
  }

  /** The same with a time scale. */
  public StreamOptions withTimeScale(double value) {
    return new StreamOptions(model, prompt, maxTokens, seed, features, value);
  }
}
