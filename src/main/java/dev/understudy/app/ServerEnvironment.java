package dev.understudy.app;

import dev.understudy.simulation.StreamClock;
import dev.understudy.source.SourceTimers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a server takes of its surroundings.
 *
 * @param clock of dates
 * @param streamClock by which streams are played; a {@link dev.understudy.simulation.VirtualClock}
 *     for tests
 * @param meters what {@code /metrics} shows; the server's own meters are added
 * @param sourceTimers by which remote sources wait; null for those of Vert.x
 */
public record ServerEnvironment(
    Clock clock,
    StreamClock streamClock,
    PrometheusMeterRegistry meters,
    @Nullable SourceTimers sourceTimers) {

  /** The system's time to play streams by, and meters of its own. */
  public static ServerEnvironment of(Clock clock) {
    return new ServerEnvironment(
        clock, StreamClock.system(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), null);
  }

  /** The same with another time to play streams by. */
  public ServerEnvironment with(StreamClock time) {
    return new ServerEnvironment(clock, time, meters, sourceTimers);
  }

  /** The same with other timers for remote sources. */
  public ServerEnvironment with(SourceTimers timers) {
    return new ServerEnvironment(clock, streamClock, meters, timers);
  }

  SourceTimers timers(Vertx vertx) {
    return sourceTimers == null ? SourceTimers.of(vertx) : sourceTimers;
  }
}
