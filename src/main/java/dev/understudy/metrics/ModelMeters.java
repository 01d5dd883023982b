package dev.understudy.metrics;

import dev.understudy.model.ErrorCode;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.StreamMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** The meters of one model's streams. Times are histograms, in seconds. */
final class ModelMeters implements StreamMeter {

  /** From what a pacer is late by when nothing is in its way, to what a stalled reader is. */
  private static final Duration[] LAG =
      micros(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 1_000_000);

  private static final Duration[] ITL =
      micros(
          500, 1_000, 2_500, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000, 250_000,
          1_000_000);

  private static final Duration[] TTFT =
      micros(
          10_000,
          50_000,
          100_000,
          200_000,
          300_000,
          500_000,
          750_000,
          1_000_000,
          2_000_000,
          5_000_000,
          10_000_000,
          30_000_000);

  private final MeterRegistry registry;
  private final String model;
  private final Timer ttft;
  private final Timer itl;
  private final Timer lag;
  private final AtomicInteger active;
  private final AtomicInteger queued;
  private final Map<SimulationState, Counter> ended = new EnumMap<>(SimulationState.class);

  ModelMeters(MeterRegistry registry, String model) {
    this.registry = registry;
    this.model = model;
    this.ttft = timer("ttft", "Start of a stream to its first token, as sent", TTFT);
    this.itl = timer("itl", "Token to token, as sent", ITL);
    this.lag = timer("lag", "Tokens, and answers in one write: sent minus due", LAG);
    this.active = gauge("active", "Streams being played");
    this.queued = gauge("queued", "Requests whose stream has yet to begin");
    for (SimulationState state : SimulationState.values()) {
      if (state != SimulationState.PLAYING && state != SimulationState.REFUSED) {
        ended.put(
            state,
            counter("ended", "Streams that were played, by their end", "state", state.jsonName()));
      }
    }
  }

  /** The label. */
  String model() {
    return model;
  }

  private static Duration[] micros(long... bounds) {
    return LongStream.of(bounds)
        .mapToObj(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
        .toArray(Duration[]::new);
  }

  private Timer timer(String name, String description, Duration[] bounds) {
    return Timer.builder("understudy.stream." + name)
        .description(description)
        .tag("model", model)
        .serviceLevelObjectives(bounds)
        .register(registry);
  }

  private AtomicInteger gauge(String name, String description) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder("understudy.streams." + name, value, AtomicInteger::get)
        .description(description)
        .tag("model", model)
        .register(registry);
    return value;
  }

  private Counter counter(String name, String description, String label, String value) {
    return Counter.builder("understudy.streams." + name)
        .description(description)
        .tags("model", model, label, value)
        .register(registry);
  }

  @Override
  public void queued(int more) {
    queued.addAndGet(more);
  }

  @Override
  public void refused(ErrorCode why) {
    counter("refused", "Requests refused once their model was known", "code", why.jsonName())
        .increment();
  }

  @Override
  public void begun() {
    active.incrementAndGet();
  }

  @Override
  public void firstToken(long ttftNanos, long lagNanos) {
    ttft.record(ttftNanos, TimeUnit.NANOSECONDS);
    lag.record(lagNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void nextToken(long itlNanos, long lagNanos) {
    itl.record(itlNanos, TimeUnit.NANOSECONDS);
    lag.record(lagNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void whole(long lagNanos) {
    lag.record(lagNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void ended(SimulationState state) {
    active.decrementAndGet();
    Counter counter = ended.get(state);
    if (counter != null) {
      counter.increment();
    }
  }
}
