package dev.understudy.simulation;

import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.PrefixCache;
import dev.understudy.model.ThinkingTokens;
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
 * @param schedule when each token is due, where the engine has nothing else to do
 * @param details what stands apart
 */
record StreamTiming(TokenSchedule schedule, PlanDetails details) {

  /**
   * The timing of a request.
   *
   * @param prompt its length in tokens
   * @param cached how many of those are remembered
   * @param timeScale the factor on every duration; 0 is at once
   */
  static StreamTiming of(
      SimulationRequest request,
      ModelLoad load,
      RandomGenerator random,
      int prompt,
      int cached,
      int tokens,
      double timeScale) {
    LatencyProfile profile = LatencyPreset.playedFor(request.model());
    LatencyOverride override = request.latency();
    LatencySampler sampler = LatencySampler.of(profile, request.features(), override, random);
    boolean ownFirst = override.ttftSeconds() != null;
    double perToken =
        ownFirst ? 0 : profile.prefillSecondsPerToken() * profile.ttftFactor(request.features());
    int thinking = ownFirst ? 0 : thinkingTokens(profile, request);
    double latency = sampler.ttftSeconds();
    double first = latency + perToken * prompt;
    for (int i = 0; i < thinking; i++) {
      first += sampler.itlSeconds();
    }
    long saved = TokenSchedule.nanos(perToken * cached * timeScale);
    TokenSchedule schedule = TokenSchedule.draw(sampler, first, tokens, timeScale).earlier(saved);
    EngineWork work = null;
    Capacity capacity = profile.capacity();
    if (capacity != null && timeScale > 0 && !ownFirst && override.itlSeconds() == null) {
      work =
          new EngineWork(
              load.engine(request.model(), profile, capacity, timeScale),
              TokenSchedule.nanos(perToken * (prompt - cached) * timeScale),
              TokenSchedule.nanos(latency * timeScale));
    }
    return new StreamTiming(schedule, new PlanDetails(thinking, cached, saved, work));
  }

  /** How the model remembers prompts; null when it does not. */
  static @Nullable PrefixCache prefixCache(ModelDefinition model) {
    return LatencyPreset.playedFor(model).prefixCache();
  }

  private static int thinkingTokens(LatencyProfile profile, SimulationRequest request) {
    ThinkingTokens thinking = profile.thinkingTokens();
    return thinking == null || !request.features().contains(RequestFeature.REASONING)
        ? 0
        : thinking.tokens(request.effort());
  }
}
