package dev.understudy.app;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.Planning;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.content.AnswerWriter;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultMeter;
import dev.understudy.fault.Scenarios;
import dev.understudy.http.RateLimits;
import dev.understudy.metrics.FaultMetrics;
import dev.understudy.metrics.StreamMetrics;
import dev.understudy.openai.ResponseLog;
import dev.understudy.simulation.ModelLoad;
import dev.understudy.simulation.RequestCounter;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.TokenBudget;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a server plays streams with, on all its event loops and workers. Safe on any thread.
 *
 * @param models those that are played
 * @param log what became of streams
 * @param responses those that are kept
 * @param budget bounds the tokens a second of all
 * @param faults decides which faults are injected
 * @param faultMeter counts them
 * @param writer writes the answers
 * @param limits what each API key may ask of each model
 * @param planning hands the planning of answers to workers
 * @param planners makes a planner for one worker, which takes a while
 */
record Streams(
    PlayedModels models,
    SimulationLog log,
    ResponseLog responses,
    TokenBudget budget,
    FaultInjector faults,
    FaultMeter faultMeter,
    AnswerWriter writer,
    RateLimits limits,
    Planning planning,
    Supplier<SimulationPlanner> planners) {

  /** As configured, measured by the meters of the environment and counted by {@code requests}. */
  static Streams of(
      ServerConfig config,
      ServerEnvironment environment,
      ModelLookup lookup,
      RegistryClient client,
      Planning planning,
      RequestCounter requests) {
    ServerConfig.Simulation simulation = config.simulation();
    LongSupplier nanoClock = environment.streamClock()::nanoTime;
    TokenBudget budget = new TokenBudget(simulation.maxTokensPerSecond());
    StreamMetrics metrics = new StreamMetrics(environment.meters());
    metrics.show(budget);
    Scenarios scenarios = new Scenarios(nanoClock, environment.clock());
    AnswerWriter writer = new AnswerWriter();
    return new Streams(
        new PlayedModels(lookup, client, planning, policy(config), nanoClock),
        new SimulationLog(
            kept(simulation.kept()), nanoClock, environment.clock(), metrics, requests),
        new ResponseLog(kept(simulation.keptResponses()), nanoClock),
        budget,
        new FaultInjector(simulation.seed(), scenarios),
        new FaultMetrics(environment.meters(), metrics),
        writer,
        new RateLimits(simulation.rateLimit(), nanoClock),
        planning,
        planners(simulation, writer));
  }

  private static PlayedModels.Policy policy(ServerConfig config) {
    ServerConfig.Simulation simulation = config.simulation();
    return new PlayedModels.Policy(
        simulation.resolve(),
        config.registry().autoCreate(),
        simulation.retired() == ServerConfig.Retired.REFUSE,
        config.worker().waitingPlans());
  }

  private static SimulationLog.Bounds kept(ServerConfig.Kept kept) {
    return new SimulationLog.Bounds(
        kept.simulations(), kept.tokens(), Duration.ofSeconds(kept.seconds()));
  }

  private static ResponseLog.Bounds kept(ServerConfig.KeptResponses kept) {
    return new ResponseLog.Bounds(
        kept.responses(), kept.bytes(), Duration.ofSeconds(kept.seconds()));
  }

  private static Supplier<SimulationPlanner> planners(
      ServerConfig.Simulation simulation, AnswerWriter writer) {
    ModelLoad load = new ModelLoad();
    return () -> new SimulationPlanner(simulation.seed(), simulation.timeScale(), load, writer);
  }
}
