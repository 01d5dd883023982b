package dev.understudy.worker;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.LearnedMatches;
import dev.understudy.bus.Planning;
import dev.understudy.bus.Resolutions;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchPage;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationPlanner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves what computes, on worker threads: resolving, searching, planning. Deploy it as {@code
 * WORKER}, as many times as there are cores to spare.
 */
public final class WorkerVerticle extends VerticleBase {

  private static final int MOST_NAMES = 1_000;
  private static final int NAMES_AT_A_TIME = 20;
  private static final int MOST_MATCHES = 100;

  private final Discoverer discoverer;
  private final Planning planning;
  private final Supplier<SimulationPlanner> planners;
  private @Nullable SimulationPlanner planner;

  /**
   * A worker.
   *
   * @param discoverer shared by all workers
   * @param planning hands it answers to plan
   * @param planners makes a planner when it is first needed, as loading its tokenizer takes a while
   */
  public WorkerVerticle(
      Discoverer discoverer, Planning planning, Supplier<SimulationPlanner> planners) {
    this.discoverer = discoverer;
    this.planning = planning;
    this.planners = planners;
  }

  @Override
  public Future<?> start() {
    planning.join(context, this::planner);
    BusServer server = new BusServer(vertx);
    return Future.all(
        List.of(
            server.serve(Addresses.RESOLVE, BusRequest.ResolveName.class, this::resolve),
            server.serve(Addresses.RESOLVE_ALL, BusRequest.ResolveNames.class, this::resolveAll),
            server.serve(Addresses.LEARN, BusRequest.LearnMatch.class, this::learn),
            server.serve(Addresses.POPULAR, BusRequest.PopularMatches.class, this::popular),
            server.serve(Addresses.HISTORY, BusRequest.MatchHistory.class, this::history),
            server.serve(Addresses.SEARCH, BusRequest.SearchModels.class, this::search)));
  }

  @Override
  public Future<?> stop() {
    planning.leave(context);
    return Future.succeededFuture();
  }

  private Future<Resolution> resolve(BusRequest.ResolveName request) {
    return Future.succeededFuture(discoverer.resolve(request.query(), request.mode()));
  }

  private Future<Resolutions> resolveAll(BusRequest.ResolveNames request) {
    int names = request.queries().size();
    if (names < 1 || names > MOST_NAMES) {
      throw UnderstudyException.invalid(
          "queries", names + " names", "1 to " + MOST_NAMES + " of them");
    }
    Promise<Resolutions> done = Promise.promise();
    resolveMore(request, new ArrayList<>(names), done);
    return done.future();
  }

  /** A few names at a time, so that what else waits for this worker gets its turn in between. */
  private void resolveMore(
      BusRequest.ResolveNames request, List<Resolution> answers, Promise<Resolutions> done) {
    List<String> queries = request.queries();
    int end = Math.min(queries.size(), answers.size() + NAMES_AT_A_TIME);
    for (String query : queries.subList(answers.size(), end)) {
      answers.add(discoverer.resolve(query, request.mode()));
    }
    if (answers.size() == queries.size()) {
      done.complete(new Resolutions(answers));
    } else {
      context.runOnContext(turn -> continued(request, answers, done));
    }
  }

  private void continued(
      BusRequest.ResolveNames request, List<Resolution> answers, Promise<Resolutions> done) {
    try {
      resolveMore(request, answers, done);
    } catch (RuntimeException | Error e) {
      done.fail(e); // who asked must not wait for nothing
    }
  }

  private Future<LearnedMatch> learn(BusRequest.LearnMatch request) {
    return Future.succeededFuture(
        discoverer.learn(request.query(), request.model(), request.right()));
  }

  private Future<LearnedMatches> popular(BusRequest.PopularMatches request) {
    int limit = request.limit();
    if (limit < 1 || limit > MOST_MATCHES) {
      throw UnderstudyException.invalid("limit", limit, "a whole number from 1 to " + MOST_MATCHES);
    }
    return Future.succeededFuture(new LearnedMatches(discoverer.popularMatches(limit)));
  }

  private Future<LearnedMatches> history(BusRequest.MatchHistory request) {
    return Future.succeededFuture(new LearnedMatches(discoverer.matchHistory(request.query())));
  }

  private Future<SearchPage> search(BusRequest.SearchModels request) {
    return Future.succeededFuture(discoverer.search(request.query()));
  }

  private SimulationPlanner planner() {
    SimulationPlanner current = planner;
    if (current == null) {
      current = planners.get();
      planner = current;
    }
    return current;
  }
}
