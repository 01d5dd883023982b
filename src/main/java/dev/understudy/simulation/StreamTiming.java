package dev.understudy.simulation;

import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.ThinkingTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Works out when the tokens of one request are due.
 *
 * <p>The time to first token is the profile's own, plus prefill for each prompt token that is not
 * cached, plus thinking: tokens at the pace of the answer's, before it [1][2]. A request that sets
 * its own time to first token gets that and nothing on top; one that sets any time of its own does
 * not go through the model's engine.
 *
 * <ol>
 *   <li>Patel et al.: Splitwise, ISCA 2024: a prompt phase bound by compute, a token phase bound by
 *       memory, the first linear in the prompt
 *   <li>measured times to first token of one model at several reasoning efforts, see {@link
 *       dev.understudy.model.ReasoningEffort#share}
 * </ol>
 *
 * @param order when the tokens of each answer are due, where the engine has nothing else to do
 * @param details what stands apart
 */
record StreamTiming(TokenOrder order, PlanDetails details) {

  /**
   * What the timing of a request depends on beside the request and its model.
   *
   * @param prompt its length in tokens
   * @param cached how many of those are remembered
   * @param thinking how many tokens each answer thinks
   * @param thinkingShown whether they are among the tokens of the answers
   * @param timeScale the factor on every duration; 0 is at once
   */
  record Work(int prompt, int cached, int thinking, boolean thinkingShown, double timeScale) {}

  /**
   * The timing of a request.
   *
   * @param tokens how many tokens each answer has
   * @param randoms gives the random draws of each answer
   */
  static StreamTiming of(
      SimulationRequest request,
      ModelLoad load,
      Work work,
      int[] tokens,
      IntFunction<RandomGenerator> randoms) {
    LatencyProfile profile = LatencyPreset.playedFor(request.model());
    LatencyOverride override = request.latency();
    boolean ownFirst = override.ttftSeconds() != null;
    double perToken =
        ownFirst ? 0 : profile.prefillSecondsPerToken() * profile.ttftFactor(request.features());
    int unseen = ownFirst || work.thinkingShown() ? 0 : work.thinking();
    double scale = work.timeScale();
    long saved = TokenSchedule.nanos(perToken * work.cached() * scale);
    List<TokenSchedule> schedules = new ArrayList<>(tokens.length);
    double latency = 0;
    for (int choice = 0; choice < tokens.length; choice++) {
      if (scale == 0) {
        schedules.add(TokenSchedule.atOnce(tokens[choice]));
        continue;
      }
      LatencySampler sampler =
          LatencySampler.of(profile, request.features(), override, randoms.apply(choice));
      double ttft = sampler.ttftSeconds();
      latency = choice == 0 ? ttft : latency;
      double first = ttft + perToken * work.prompt();
      for (int i = 0; i < unseen; i++) {
        first += sampler.itlSeconds();
      }
      schedules.add(TokenSchedule.draw(sampler, first, tokens[choice], scale).earlier(saved));
    }
    boolean ownTimes = ownFirst || override.itlSeconds() != null;
    EngineWork engineWork =
        scale == 0 || ownTimes ? null : engineWork(request, load, profile, work, perToken, latency);
    return new StreamTiming(
        TokenOrder.of(schedules),
        new PlanDetails(work.thinking(), work.thinkingShown(), work.cached(), saved, engineWork));
  }

  /** What is asked of the model's engine, which several answers share as one; null without. */
  private static @Nullable EngineWork engineWork(
      SimulationRequest request,
      ModelLoad load,
      LatencyProfile profile,
      Work work,
      double perToken,
      double latency) {
    Capacity capacity = profile.capacity();
    return capacity == null
        ? null
        : new EngineWork(
            load.engine(request.model(), profile, capacity, work.timeScale()),
            TokenSchedule.nanos(perToken * (work.prompt() - work.cached()) * work.timeScale()),
            TokenSchedule.nanos(latency * work.timeScale()));
  }

  /** How the model remembers prompts; null when it does not. */
  static @Nullable PrefixCache prefixCache(ModelDefinition model) {
    return LatencyPreset.playedFor(model).prefixCache();
  }

  /** How many tokens the model thinks on that request, at most what the request allows. */
  static int thinkingTokens(SimulationRequest request) {
    ThinkingTokens thinking = LatencyPreset.playedFor(request.model()).thinkingTokens();
    if (thinking == null || !request.features().contains(RequestFeature.REASONING)) {
      return 0;
    }
    int tokens = thinking.tokens(request.effort());
    Integer budget = request.thinkingBudget();
    return budget == null ? tokens : Math.min(tokens, budget);
  }
}
