package dev.understudy.simulation;

import dev.understudy.content.TextSource;
import dev.understudy.content.TextStyle;
import dev.understudy.content.TokenText;
import dev.understudy.content.Tokenizer;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Works out streams. It tokenises and writes text, so it belongs on worker threads; it has no state
 * but its settings and what requests leave behind in {@link ModelLoad}, and is safe on any.
 */
public final class SimulationPlanner {

  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 29;

  /** Drawn seeds are as large as a JSON reader with doubles can hand back. */
  private static final long DRAWN_SEEDS = 1L << 53;

  private final Tokenizer tokenizer;
  private final long serverSeed;
  private final double timeScale;
  private final LongSupplier drawSeed;
  private final ModelLoad load;

  /**
   * A planner with its own source of seeds.
   *
   * @param serverSeed of the whole server
   * @param timeScale the factor on every duration, where a request has none of its own; 0 is at
   *     once
   * @param drawSeed gives a seed to requests that have none; called from many threads
   * @param load what requests leave behind for each other
   */
  SimulationPlanner(
      Tokenizer tokenizer,
      long serverSeed,
      double timeScale,
      LongSupplier drawSeed,
      ModelLoad load) {
    this.tokenizer = tokenizer;
    this.serverSeed = serverSeed;
    this.timeScale = timeScale;
    this.drawSeed = drawSeed;
    this.load = load;
  }

  /** A planner that draws seeds at random and shares nothing with others. */
  public SimulationPlanner(Tokenizer tokenizer, long serverSeed, double timeScale) {
    this(tokenizer, serverSeed, timeScale, new ModelLoad());
  }

  /** A planner that draws seeds at random. */
  public SimulationPlanner(Tokenizer tokenizer, long serverSeed, double timeScale, ModelLoad load) {
    this(
        tokenizer,
        serverSeed,
        timeScale,
        () -> ThreadLocalRandom.current().nextLong(DRAWN_SEEDS),
        load);
  }

  /**
   * The stream that answers a request.
   *
   * @throws UnderstudyException CONTEXT_LENGTH_EXCEEDED when the prompt does not fit the model
   */
  public SimulationPlan plan(SimulationRequest request) {
    Seeds seeds = seeds(request);
    int promptTokens = request.prompt().tokens(tokenizer);
    LengthPolicy.Length length =
        LengthPolicy.of(request, promptTokens, seeds.generator(Seeds.Use.LENGTH));
    TokenText whole =
        TextSource.of(tokenizer)
            .write(seeds.generator(Seeds.Use.TEXT), length.tokens(), TextStyle.PROSE)
            .first(length.tokens());
    int stopAt = stopAt(whole, request.stop(), request.minTokens());
    TokenText answer = stopAt < 0 ? whole : whole.cutAt(stopAt);
    StreamTiming timing = timing(request, seeds, promptTokens, length.tokens());
    return new SimulationPlan(
        id(request, seeds),
        seeds.requestSeed(),
        promptTokens,
        answer,
        timing.schedule().first(answer.tokens()),
        stopAt < 0 ? length.finishReason() : FinishReason.STOP,
        timing.details());
  }

  /**
   * A stream that is only about time: exactly that many tokens, whatever the model's limits, that
   * say nothing. What the request says of length and text is ignored.
   */
  public SimulationPlan planSilent(SimulationRequest request, int tokens) {
    Seeds seeds = seeds(request);
    int promptTokens = request.prompt().tokens(tokenizer);
    StreamTiming timing = timing(request, seeds, promptTokens, tokens);
    return new SimulationPlan(
        id(request, seeds),
        seeds.requestSeed(),
        promptTokens,
        TokenText.silent(tokens),
        timing.schedule(),
        FinishReason.LENGTH,
        timing.details());
  }

  private Seeds seeds(SimulationRequest request) {
    Long given = request.seed();
    return new Seeds(serverSeed, given == null ? drawSeed.getAsLong() : given, request.bodyHash());
  }

  private StreamTiming timing(SimulationRequest request, Seeds seeds, int prompt, int tokens) {
    Double scale = request.latency().timeScale();
    return StreamTiming.of(
        request,
        load,
        seeds.generator(Seeds.Use.LATENCY),
        prompt,
        cachedTokens(request),
        tokens,
        scale == null ? timeScale : scale);
  }

  private int cachedTokens(SimulationRequest request) {
    PrefixCache settings = StreamTiming.prefixCache(request.model());
    if (settings == null) {
      return 0;
    }
    PromptPrefixes prefixes = load.prefixes(request.model(), settings);
    int[] prompt = request.prompt().encode(tokenizer);
    return request.dryRun() ? prefixes.find(prompt) : prefixes.reuse(prompt);
  }

  /**
   * Where the first stop sequence begins, or -1. As with vLLM, a sequence that is complete within
   * the first {@code minTokens} tokens does not count.
   */
  private static int stopAt(TokenText answer, List<String> stop, int minTokens) {
    String text = answer.text();
    int protectedLength = answer.before(Math.min(minTokens, answer.tokens())).length();
    int first = -1;
    for (String sequence : stop) {
      int from = minTokens == 0 ? 0 : protectedLength - sequence.length() + 1;
      int at = text.indexOf(sequence, from);
      first = at >= 0 && (first < 0 || at < first) ? at : first;
    }
    return first;
  }

  private static String id(SimulationRequest request, Seeds seeds) {
    RandomGenerator random = seeds.generator(Seeds.Use.ID);
    StringBuilder id = new StringBuilder(request.idPrefix());
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt((int) (random.nextDouble() * ID_CHARACTERS.length())));
    }
    return id.toString();
  }
}
