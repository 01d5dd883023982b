package dev.understudy.simulation;

import dev.understudy.content.AnswerWriter;
import dev.understudy.content.TaskWriter;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.TokenText;
import dev.understudy.text.Tokenizer;
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

  private final long serverSeed;
  private final double timeScale;
  private final LongSupplier drawSeed;
  private final ModelLoad load;
  private final AnswerWriter writer;

  /**
   * A planner with its own source of seeds.
   *
   * @param serverSeed of the whole server
   * @param timeScale the factor on every duration, where a request has none of its own; 0 is at
   *     once
   * @param drawSeed gives a seed to requests that have none; called from many threads
   * @param load what requests leave behind for each other
   * @param writer writes the answers
   */
  SimulationPlanner(
      long serverSeed,
      double timeScale,
      LongSupplier drawSeed,
      ModelLoad load,
      AnswerWriter writer) {
    this.serverSeed = serverSeed;
    this.timeScale = timeScale;
    this.drawSeed = drawSeed;
    this.load = load;
    this.writer = writer;
  }

  /** A planner that draws seeds at random, shares nothing with others and knows no scripts. */
  public SimulationPlanner(long serverSeed, double timeScale) {
    this(serverSeed, timeScale, new ModelLoad(), new AnswerWriter());
  }

  /** A planner that draws seeds at random. */
  public SimulationPlanner(long serverSeed, double timeScale, ModelLoad load, AnswerWriter writer) {
    this(
        serverSeed,
        timeScale,
        () -> ThreadLocalRandom.current().nextLong(DRAWN_SEEDS),
        load,
        writer);
  }

  /**
   * The stream that answers a request.
   *
   * @throws UnderstudyException CONTEXT_LENGTH_EXCEEDED when the prompt does not fit the model
   */
  public SimulationPlan plan(SimulationRequest request) {
    Seeds seeds = seeds(request);
    Tokenizer tokenizer = Tokenizer.of(request.model());
    int promptTokens = request.prompt().tokens(tokenizer);
    LengthPolicy.Length length =
        LengthPolicy.of(request, promptTokens, seeds.generator(Seeds.Use.LENGTH));
    int thinking = StreamTiming.thinkingTokens(request);
    if (!request.thinkingApart()) {
      thinking = Math.min(thinking, length.most());
    }
    TaskWriter answers = writer.begin(request.task(), request.model().id(), tokenizer);
    List<Answer> choices =
        new Answering(answers, request, tokenizer, seeds, length, thinking).all();
    StreamTiming timing =
        timing(
            request,
            seeds,
            promptTokens,
            thinking,
            choices.stream().mapToInt(Answer::tokens).toArray());
    return new SimulationPlan(
        id(request, seeds),
        seeds.requestSeed(),
        promptTokens,
        choices,
        timing.order(),
        timing.details());
  }

  /**
   * A stream that is only about time: exactly that many tokens, whatever the model's limits, that
   * say nothing. What the request says of length and text is ignored.
   */
  public SimulationPlan planSilent(SimulationRequest request, int tokens) {
    Seeds seeds = seeds(request);
    int promptTokens = request.prompt().tokens(Tokenizer.of(request.model()));
    int thinking = StreamTiming.thinkingTokens(request);
    StreamTiming timing = timing(request, seeds, promptTokens, thinking, new int[] {tokens});
    return new SimulationPlan(
        id(request, seeds),
        seeds.requestSeed(),
        promptTokens,
        TokenText.silent(tokens),
        timing.order().schedule(),
        FinishReason.LENGTH,
        timing.details());
  }

  private Seeds seeds(SimulationRequest request) {
    Long given = request.seed();
    return new Seeds(
        serverSeed, given == null ? drawSeed.getAsLong() : given, request.bodyHash().value());
  }

  private StreamTiming timing(
      SimulationRequest request, Seeds seeds, int prompt, int thinking, int[] tokens) {
    Double scale = request.latency().timeScale();
    return StreamTiming.of(
        request,
        load,
        new StreamTiming.Work(
            prompt,
            cachedTokens(request),
            thinking,
            request.showReasoning() && thinking > 0,
            scale == null ? timeScale : scale),
        tokens,
        choice -> seeds.generator(Seeds.Use.LATENCY, choice));
  }

  private int cachedTokens(SimulationRequest request) {
    PrefixCache settings = StreamTiming.prefixCache(request.model());
    if (settings == null) {
      return 0;
    }
    PromptPrefixes prefixes = load.prefixes(request.model(), settings);
    int[] prompt = request.prompt().encode(Tokenizer.of(request.model()));
    return request.dryRun() ? prefixes.find(prompt) : prefixes.reuse(prompt);
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
