package dev.understudy.bench;

import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Cost;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Origin;
import dev.understudy.model.Rates;
import dev.understudy.model.ThresholdMode;
import dev.understudy.model.TokenUsage;
import dev.understudy.usage.MemoryUsageStore;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.UsageLedger;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * What it costs an event loop to count a request to one of 100 models, times lognormal, prices with
 * a threshold that most prompts are below; beside a call of the calculator for each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UsageBenchmark {

  private static final int MODELS = 100;
  private static final int REQUESTS = 1 << 12;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final ModelPricing PRICING =
      new ModelPricing(
          rates("3", "15"),
          List.of(),
          List.of(
              new ConditionalPrice(
                  null, null, 200_000, ThresholdMode.CLIFF, null, rates("6", "22.5"))));

  private final ModelDefinition[] models = new ModelDefinition[MODELS];
  private final RequestUsage[] below = new RequestUsage[REQUESTS];
  private final RequestUsage[] beyond = new RequestUsage[REQUESTS];
  private final UsageLedger ledger = ledger();

  /** Where a thread is. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  private static Rates rates(String input, String output) {
    return new Rates(
        new BigDecimal(input), new BigDecimal(output), null, null, null, null, null, null);
  }

  private static UsageLedger ledger() {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    return new UsageLedger(new MemoryUsageStore(), clock, Duration.ofDays(1));
  }

  /** Makes models and requests. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < MODELS; i++) {
      models[i] = ModelDefinition.builder("m" + i).pricing(PRICING).origin(Origin.API).build();
    }
    for (int i = 0; i < REQUESTS; i++) {
      below[i] = request(random, 5_000);
      beyond[i] = request(random, 250_000);
    }
  }

  private static RequestUsage request(SplittableRandom random, int input) {
    long nanos = (long) (Math.exp(random.nextGaussian() * 0.4) * 500_000_000);
    int more = random.nextInt(1_000);
    return new RequestUsage(null, input + more, 0, more, 0, null, false, false, 2 * nanos, nanos);
  }

  /** As often as a server does, about. */
  @TearDown(Level.Iteration)
  public void save() {
    ledger.flush();
  }

  private void count(RequestUsage[] requests, Turn turn) {
    int i = turn.next++;
    ledger.count(models[i % MODELS], requests[i & (REQUESTS - 1)]);
  }

  /** One event loop. */
  @Benchmark
  public void count(Turn turn) {
    count(below, turn);
  }

  /** Two at once. */
  @Benchmark
  @Threads(2)
  public void countByTwo(Turn turn) {
    count(below, turn);
  }

  /** Prompts beyond the threshold, whose cost is not linear. */
  @Benchmark
  public void countBeyondThreshold(Turn turn) {
    count(beyond, turn);
  }

  /** What is spared below it. */
  @Benchmark
  public Cost calculateAlone(Turn turn) {
    RequestUsage request = below[turn.next++ & (REQUESTS - 1)];
    return Cost.of(PRICING, TokenUsage.of(request.inputTokens(), request.outputTokens()), NOON);
  }
}
