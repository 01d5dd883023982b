package dev.understudy.fault;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios there are, and those that are being played: several at once, whose factors are
 * multiplied. Time is the clock's of streams. Safe on any thread.
 */
public final class Scenarios {

  /** Leaves room for an offset and the time of day. */
  private static final double FAR_NANOS = Long.MAX_VALUE / 4.0;

  private final LongSupplier nanoClock;
  private final Clock clock;
  private volatile Map<String, Scenario> known = Map.of();
  private volatile Map<String, Running> running = Map.of();

  /**
   * None.
   *
   * @param nanoClock by which scenarios go on
   * @param clock tells the time of day
   */
  public Scenarios(LongSupplier nanoClock, Clock clock) {
    this.nanoClock = nanoClock;
    this.clock = clock;
  }

  /**
   * A scenario that was started.
   *
   * @param sinceNanos when, by the clock of streams
   * @param offsetNanos how far it had got then
   * @param dayNanos the time of day at that moment
   */
  private record Running(
      Scenario scenario, long sinceNanos, long offsetNanos, double speed, long dayNanos) {

    /** A fast one that nobody stops comes to the end of numbers, and stays there. */
    long elapsedNanos(long nowNanos) {
      return offsetNanos + Math.round(Math.min(FAR_NANOS, (nowNanos - sinceNanos) * speed));
    }

    long nanosOfDay(long nowNanos) {
      return dayNanos + elapsedNanos(nowNanos);
    }

    InForce inForce(String model, long nowNanos) {
      long elapsed = elapsedNanos(nowNanos);
      return scenario.isOver(elapsed)
          ? InForce.NOTHING
          : scenario.inForce(model, elapsed, dayNanos + elapsed);
    }

    ScenarioState state(long nowNanos) {
      long elapsed = elapsedNanos(nowNanos);
      return new ScenarioState(
          scenario,
          scenario.isOver(elapsed) ? "ended" : "running",
          elapsed,
          speed,
          scenario.dailyFactor(nanosOfDay(nowNanos)));
    }
  }

  /** Replaces those there are. One that is being played goes on as it is described now. */
  public synchronized void replace(List<Scenario> read) {
    Map<String, Scenario> byName = new LinkedHashMap<>();
    read.forEach(scenario -> byName.put(scenario.name(), scenario));
    Map<String, Running> kept = new LinkedHashMap<>();
    running.forEach(
        (name, old) -> {
          Scenario now = byName.get(name);
          if (now != null) {
            kept.put(
                name,
                new Running(now, old.sinceNanos(), old.offsetNanos(), old.speed(), old.dayNanos()));
          }
        });
    known = byName;
    running = kept;
  }

  /**
   * Starts one, from its beginning or further on; one that is being played starts again.
   *
   * @param speed its time over real time, above 0
   * @param offsetNanos where to begin, from 0
   * @throws UnderstudyException NOT_FOUND when there is none of that name
   */
  public synchronized ScenarioState start(String name, double speed, long offsetNanos) {
    Scenario scenario = find(name);
    long now = nanoClock.getAsLong();
    long ofDay = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).toNanoOfDay();
    Running started = new Running(scenario, now, offsetNanos, speed, ofDay);
    change(name, started);
    return started.state(now);
  }

  /**
   * Stops one; without effect when it is not being played.
   *
   * @throws UnderstudyException NOT_FOUND when there is none of that name
   */
  public synchronized ScenarioState stop(String name) {
    Scenario scenario = find(name);
    change(name, null);
    return idle(scenario);
  }

  private void change(String name, @Nullable Running to) {
    Map<String, Running> changed = new LinkedHashMap<>(running);
    changed.remove(name);
    if (to != null) {
      changed.put(name, to);
    }
    running = changed;
  }

  private Scenario find(String name) {
    Scenario scenario = known.get(name);
    if (scenario == null) {
      List<String> names = List.copyOf(known.keySet());
      String expected = names.isEmpty() ? "none is configured" : String.join(", ", names);
      throw new UnderstudyException(
          ErrorCode.NOT_FOUND,
          "scenario: %s (expected: one of those configured: %s)".formatted(name, expected),
          "name",
          names);
    }
    return scenario;
  }

  private static ScenarioState idle(Scenario scenario) {
    return new ScenarioState(scenario, "idle", 0, 1, 1);
  }

  /** All there are, in their order. */
  public List<ScenarioState> states() {
    long now = nanoClock.getAsLong();
    Map<String, Running> played = running;
    return known.values().stream()
        .map(
            scenario -> {
              Running one = played.get(scenario.name());
              return one == null ? idle(scenario) : one.state(now);
            })
        .toList();
  }

  /** Whether any was started and not stopped. */
  boolean areRunning() {
    return !running.isEmpty();
  }

  /** What those that are being played do to a model then. */
  InForce inForce(String model, long nowNanos) {
    Map<String, Running> played = running;
    if (played.isEmpty()) {
      return InForce.NOTHING;
    }
    List<String> names = new ArrayList<>();
    List<FaultSpec> faults = new ArrayList<>();
    double factor = 1;
    for (Running one : played.values()) {
      InForce its = one.inForce(model, nowNanos);
      if (its.name() != null) {
        names.add(Objects.requireNonNull(its.name()));
        factor *= its.factor();
        faults.addAll(its.faults());
      }
    }
    return names.isEmpty()
        ? InForce.NOTHING
        : new InForce(String.join(", ", names), factor, faults);
  }
}
