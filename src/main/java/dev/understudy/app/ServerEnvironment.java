package dev.understudy.app;

import dev.understudy.simulation.StreamClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/**
 * What a server takes of its surroundings.
 *
 * @param clock of dates
 * @param streamClock by which streams are played; a {@link dev.understudy.simulation.VirtualClock}
 *     for tests
 * @param meters what {@code /metrics} shows; the server's own meters are added
 */
public record ServerEnvironment(
    Clock clock, StreamClock streamClock, PrometheusMeterRegistry meters) {

  /** The system's time to play streams by, and meters of its own. */
  public static ServerEnvironment of(Clock clock) {
    return new ServerEnvironment(
        clock, StreamClock.system(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** The same with another time to play streams by. */
  public ServerEnvironment with(StreamClock time) {
    return new ServerEnvironment(clock, time, meters);
  }
}
