package dev.understudy.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.understudy.bus.Planning;
import dev.understudy.bus.RegistryClient;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WorkerVerticleTest {

  private static final int INSTANCES = 3;

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  private RegistryClient deployed(Vertx vertx, Supplier<RegistrySnapshot> snapshots)
      throws Exception {
    return deployed(vertx, snapshots, INSTANCES);
  }

  private static RegistryClient deployed(
      Vertx vertx, Supplier<RegistrySnapshot> snapshots, int instances) throws Exception {
    return deployed(vertx, snapshots, new Planning(vertx), instances);
  }

  private static RegistryClient deployed(
      Vertx vertx, Supplier<RegistrySnapshot> snapshots, Planning planning, int instances)
      throws Exception {
    Discoverer discoverer =
        new Discoverer(snapshots, 0, Runnable::run, new ModelMatcher(10), Clock.systemUTC());
    vertx
        .deployVerticle(
            () -> new WorkerVerticle(discoverer, planning, () -> new SimulationPlanner(0, 1)),
            new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("test-worker")
                .setWorkerPoolSize(instances)
                .setInstances(instances))
        .await(10, TimeUnit.SECONDS);
    return new RegistryClient(vertx);
  }

  @Test
  void instances_resolveAtTheSameTime_onWorkerThreads(Vertx vertx) throws Exception {
    AtomicBoolean together = new AtomicBoolean();
    CyclicBarrier allAtOnce = new CyclicBarrier(INSTANCES);
    RegistryClient client =
        deployed(
            vertx,
            () -> {
              if (together.get() && threads.add(Thread.currentThread().getName())) {
                assertThat(Context.isOnWorkerThread()).isTrue();
                meet(allAtOnce); // only passed when all are in here together
              }
              return registry.snapshot();
            });
    client.resolve("first", ResolveMode.FUZZY).await(10, TimeUnit.SECONDS); // builds the index
    together.set(true);
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      asked.add(client.resolve("name " + i, ResolveMode.FUZZY));
    }
    Future.all(asked).await(20, TimeUnit.SECONDS);
    assertThat(threads)
        .hasSize(INSTANCES)
        .allSatisfy(name -> assertThat(name).startsWith("test-worker"));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the instances wait for each other", e);
    }
  }

  /** The worker is held until both have asked: else it may be done before the second does. */
  @Test
  void manyNames_doNotKeepAWorkerFromOthers(Vertx vertx) throws Exception {
    CountDownLatch bothAsked = new CountDownLatch(1);
    RegistryClient client = deployed(vertx, () -> snapshotAfter(bothAsked), 1);
    List<String> order = new ArrayList<>();
    Promise<CompositeFuture> both = Promise.promise();
    Handler<Void> asking =
        run -> {
          Future<?> many =
              client
                  .resolveAll(Collections.nCopies(1_000, "road runner"), ResolveMode.FUZZY)
                  .onSuccess(answers -> order.add("many"));
          Future<?> one =
              client.resolve("coyote", ResolveMode.FUZZY).onSuccess(answer -> order.add("one"));
          Future.all(many, one).onComplete(both);
          bothAsked.countDown();
        };
    vertx.getOrCreateContext().runOnContext(asking); // both answers come to one event loop
    both.future().await(20, TimeUnit.SECONDS);
    assertThat(order).containsExactly("one", "many");
  }

  private RegistrySnapshot snapshotAfter(CountDownLatch event) {
    try {
      assertThat(event.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody asked", e);
    }
    return registry.snapshot();
  }

  @Test
  void plans_areWorkedOutByTurns_onWorkerThreads(Vertx vertx) throws Exception {
    Planning planning = new Planning(vertx);
    assertThat(code(planning.ask(planner -> 1))).isEqualTo(ErrorCode.UNAVAILABLE);
    deployed(vertx, registry::snapshot, planning, INSTANCES);
    SimulationRequest request =
        SimulationRequest.of(ModelDefinition.builder("m").build()).maxTokens(5).seed(1L).build();
    Set<Object> planners = ConcurrentHashMap.newKeySet();
    List<Future<SimulationPlan>> plans = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      plans.add(
          planning.ask(
              planner -> {
                assertThat(Context.isOnWorkerThread()).isTrue();
                planners.add(planner);
                return planner.plan(request);
              }));
    }
    Future.all(plans).await(20, TimeUnit.SECONDS);
    assertThat(plans).extracting(plan -> plan.result().tokens()).containsOnly(5);
    assertThat(planners).hasSize(INSTANCES);
  }

  @Test
  void whatAPlanThrows_isTold(Vertx vertx) throws Exception {
    Planning planning = new Planning(vertx);
    deployed(vertx, registry::snapshot, planning, 1);
    Future<Object> refused =
        planning.ask(
            planner -> {
              throw UnderstudyException.invalid("n", 0, "from 1");
            });
    Future<Object> broken =
        planning.ask(
            planner -> {
              throw new StackOverflowError();
            });

    assertThat(code(refused)).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(code(broken)).isEqualTo(ErrorCode.INTERNAL);
  }

  private static ErrorCode code(Future<?> failed) {
    return UnderstudyException.known(catchThrowable(() -> failed.await(20, TimeUnit.SECONDS)))
        .code();
  }
}
