package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.NameRules;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.MatchStore;
import dev.understudy.worker.Discoverer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server finds names and words with, and what it has learned of them, which outlives it
 * where there is a store for that. Safe on any thread.
 */
final class Indexes {

  /** Names of which is remembered what they were taken to mean. */
  private static final int MOST_QUERIES = 10_000;

  /** For how long at most a crash loses what was learned of names. */
  private static final Duration LEARNED_WRITE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

  private final Vertx vertx;
  private final LearnedMatches learned;
  private final Discoverer discoverer;

  /**
   * Indexes that are built when they are first asked.
   *
   * @param matches where what is learned is kept
   * @param snapshots the registry as it is now
   */
  Indexes(
      Vertx vertx,
      ServerConfig config,
      MatchStore matches,
      Clock clock,
      Supplier<RegistrySnapshot> snapshots,
      NameRules rules) {
    this.vertx = vertx;
    ModelMatcher matcher = new ModelMatcher(MOST_QUERIES);
    this.learned = new LearnedMatches(vertx, matcher, matches);
    this.discoverer =
        new Discoverer(
            snapshots, config.worker().cacheEntries(), this::inBackground, matcher, clock, rules);
  }

  private void inBackground(Runnable task) {
    vertx
        .executeBlocking(Executors.callable(task), false)
        .onFailure(failure -> LOG.error("an index could not be made anew", failure));
  }

  /** Reads what was learned, and goes on writing it down. */
  Future<Void> start() {
    return learned.start(LEARNED_WRITE);
  }

  /** Writes what was learned. */
  Future<Void> stop() {
    return learned.stop();
  }

  /** Resolves and searches. */
  Discoverer discoverer() {
    return discoverer;
  }
}
