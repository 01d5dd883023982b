package dev.understudy.worker;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchPage;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves what computes, on worker threads: resolving, searching, planning. Deploy it as {@code
 * WORKER}, as many times as there are cores to spare.
 */
public final class WorkerVerticle extends VerticleBase {

  private final Discoverer discoverer;
  private final Supplier<SimulationPlanner> planners;
  private @Nullable SimulationPlanner planner;

  /**
   * A worker.
   *
   * @param discoverer shared by all workers
   * @param planners makes a planner when it is first needed, as loading its tokenizer takes a while
   */
  public WorkerVerticle(Discoverer discoverer, Supplier<SimulationPlanner> planners) {
    this.discoverer = discoverer;
    this.planners = planners;
  }

  @Override
  public Future<?> start() {
    BusServer server = new BusServer(vertx);
    return Future.all(
        server.serve(Addresses.RESOLVE, BusRequest.ResolveName.class, this::resolve),
        server.serve(Addresses.SEARCH, BusRequest.SearchModels.class, this::search),
        server.serveLocally(Addresses.PLAN, BusRequest.PlanStream.class, this::plan));
  }

  private Future<Resolution> resolve(BusRequest.ResolveName request) {
    return Future.succeededFuture(discoverer.resolve(request.query(), request.mode()));
  }

  private Future<SearchPage> search(BusRequest.SearchModels request) {
    return Future.succeededFuture(discoverer.search(request.query()));
  }

  private Future<SimulationPlan> plan(BusRequest.PlanStream request) {
    SimulationPlanner current = planner;
    if (current == null) {
      current = planners.get();
      planner = current;
    }
    int silent = request.silentTokens();
    return Future.succeededFuture(
        silent > 0
            ? current.planSilent(request.request(), silent)
            : current.plan(request.request()));
  }
}
