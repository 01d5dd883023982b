package dev.understudy.simulation;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import java.util.random.RandomGenerator;

/**
 * How long an answer is. In this order: {@code simulation.output_tokens}; all of {@code
 * max_tokens}, where it stands for the length; all that the limits allow with {@code ignore_eos};
 * else a length drawn by seed, at least {@code min_tokens}. All are capped by the model's limit and
 * the rest of its context window, and {@code output_tokens} by {@code max_tokens} too. Stateless.
 *
 * <p>The drawn length is lognormal with median 150 and sigma 0.8, which is our choice and fitted to
 * no one's traffic. Measured output lengths are about exponential [1]. An exponential of the same
 * mean, 207, has the median 143 and nearly the same spread (its deviation is its mean, here 0.95 of
 * it) and end (99th percentile 951, here 965); it differs in the short answers: a tenth are shorter
 * than 22 tokens there, than 54 here. A workload's own lengths are set request by request with
 * {@code simulation.output_tokens}.
 *
 * <ol>
 *   <li>Xiang et al.: ServeGen: Workload Characterization and Generation of Large Language Model
 *       Serving in Production, arXiv 2505.09999
 * </ol>
 */
final class LengthPolicy {

  /** The longest answer planned, in tokens: above the largest limit of any model known. */
  static final int LONGEST = 400_000;

  /** The median of drawn lengths, in tokens. */
  static final double MEDIAN = 150;

  /**
   * The standard deviation of the logarithm of drawn lengths: eight in ten are between 54 and 418
   * tokens, and the mean is 207.
   */
  static final double SIGMA = 0.8;

  private LengthPolicy() {}

  /** Of an answer that only a limit ends. */
  static final int UNENDING = Integer.MAX_VALUE;

  /**
   * How long an answer in words is, before any stop sequence.
   *
   * @param wanted how many tokens it has when no limit cuts it, from 1; or {@link #UNENDING}
   * @param most how many tokens the limits allow, what is thought included, from 0
   */
  record Length(int wanted, int most) {}

  /**
   * The length of the answer to that request.
   *
   * @throws UnderstudyException CONTEXT_LENGTH_EXCEEDED when the prompt leaves no room
   */
  static Length of(SimulationRequest request, int promptTokens, RandomGenerator random) {
    int most = room(request.model(), promptTokens);
    int drawn = Math.max(draw(random), request.minTokens());
    Integer complete = request.outputTokens();
    Integer maxTokens = request.maxTokens();
    if (maxTokens != null) {
      most = Math.min(most, maxTokens);
    }
    boolean fills = maxTokens != null && request.fillsMaxTokens();
    if (complete == null && (fills || request.ignoreEos())) {
      return new Length(UNENDING, most);
    }
    return new Length(complete == null ? drawn : complete, most);
  }

  private static int draw(RandomGenerator random) {
    double tokens = MEDIAN * StrictMath.exp(SIGMA * TruncatedNormal.gaussian(random));
    return (int) Math.max(1, Math.min(LONGEST, Math.rint(tokens)));
  }

  private static int room(ModelDefinition model, int promptTokens) {
    Integer maxInput = model.maxInputTokens();
    if (maxInput != null && promptTokens > maxInput) {
      throw exceeded(
          "Input tokens exceed the configured limit of %d tokens. Your messages resulted in %d tokens. Please reduce the length of the messages.",
          maxInput, promptTokens);
    }
    Integer window = model.contextWindow();
    if (window != null && promptTokens >= window) {
      throw exceeded(
          "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens. Please reduce the length of the messages.",
          window, promptTokens);
    }
    int room = window == null ? LONGEST : Math.min(LONGEST, window - promptTokens);
    Integer maxOutput = model.maxOutputTokens();
    return maxOutput == null ? room : Math.min(room, maxOutput);
  }

  /** In the words of OpenAI's API, which clients match on. */
  private static UnderstudyException exceeded(String message, int limit, int promptTokens) {
    return new UnderstudyException(
        ErrorCode.CONTEXT_LENGTH_EXCEEDED, message.formatted(limit, promptTokens), "messages");
  }
}
