package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.content.AnswerWriter;
import dev.understudy.content.Scripts;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultRules;
import dev.understudy.fault.ScenarioReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The files of scripts, fault rules and scenarios, read at start and when edited. Safe on any
 * thread.
 */
final class SimulationFiles {

  private final Vertx vertx;
  private final List<WatchedFile<?>> files = new ArrayList<>();
  private volatile boolean stopped;

  /** The configured files, for that writer and that injector. */
  SimulationFiles(
      Vertx vertx, ServerConfig.Simulation config, AnswerWriter writer, FaultInjector injector) {
    this.vertx = vertx;
    Path scripts = config.scripts();
    if (scripts != null) {
      files.add(new WatchedFile<>(vertx, scripts, Scripts::read, writer::replaceScripts));
    }
    Path faults = config.faults();
    if (faults != null) {
      files.add(new WatchedFile<>(vertx, faults, FaultRules::read, injector::replaceRules));
    }
    Path scenarios = config.scenarios();
    if (scenarios != null) {
      files.add(
          new WatchedFile<>(vertx, scenarios, ScenarioReader::read, injector.scenarios()::replace));
    }
  }

  /** Reads them; fails when one is bad. */
  Future<Boolean> load() {
    return all(WatchedFile::load);
  }

  /** Looks for edits: whether there were any; fails when one is bad. */
  Future<Boolean> now() {
    return all(WatchedFile::look);
  }

  /** Looks every so often, until it is stopped; zero for never. */
  void every(Duration interval) {
    if (!interval.isZero() && !stopped && !files.isEmpty()) {
      vertx.setTimer(interval.toMillis(), timer -> now().onComplete(looked -> every(interval)));
    }
  }

  /** Looks no more. */
  void stop() {
    stopped = true;
  }

  private Future<Boolean> all(Function<WatchedFile<?>, Future<Boolean>> look) {
    List<Future<Boolean>> looks = files.stream().map(look).toList();
    return Future.join(looks).map(done -> looks.stream().anyMatch(Future::result));
  }
}
