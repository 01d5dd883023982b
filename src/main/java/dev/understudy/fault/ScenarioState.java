package dev.understudy.fault;

/**
 * A scenario and where it is. Immutable.
 *
 * @param scenario what is known of it
 * @param state {@code idle}, {@code running} or {@code ended}
 * @param elapsedNanos how far it has got, in its own time; 0 when idle
 * @param speed its time over real time, above 0
 * @param dailyFactor of the curve now; 1 without one
 */
public record ScenarioState(
    Scenario scenario, String state, long elapsedNanos, double speed, double dailyFactor) {}
