package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are planned one at a time, by a worker that takes as long as a test says. */
@ExtendWith(VertxExtension.class)
class PlayedModelsTest {

  private static final SimulationRequest REQUEST =
      SimulationRequest.of(ModelDefinition.builder("m").build()).maxTokens(1).build();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Semaphore mayPlan = new Semaphore(0);

  private PlayedModels models(Vertx vertx) throws Exception {
    Planning planning = new Planning(vertx);
    vertx
        .deployVerticle(
            new Worker(planning), new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await(10, TimeUnit.SECONDS);
    RegistryClient client = new RegistryClient(vertx);
    ModelLookup lookup =
        new ModelLookup(
            () -> {
              throw new AssertionError("no model is looked for");
            },
            client);
    PlayedModels.Policy policy = new PlayedModels.Policy(ResolveMode.STRICT, false, false, 1);
    return new PlayedModels(lookup, client, planning, policy, nanos::get);
  }

  private final class Worker extends VerticleBase {
    private final Planning planning;

    Worker(Planning planning) {
      this.planning = planning;
    }

    @Override
    public Future<?> start() {
      planning.join(context, this::planner);
      return Future.succeededFuture();
    }

    private SimulationPlanner planner() {
      mayPlan.acquireUninterruptibly();
      return new SimulationPlanner(0, 1);
    }
  }

  /** How long a request that is refused is told to wait while another is planned. */
  private long retryAfterMillis(PlayedModels models, Duration planning) throws Exception {
    Future<SimulationPlan> waiting = models.plan(REQUEST);
    UnderstudyException refused = (UnderstudyException) models.plan(REQUEST).cause();
    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    nanos.addAndGet(planning.toNanos());
    mayPlan.release();
    waiting.await(10, TimeUnit.SECONDS);
    return refused.retryAfterMillis();
  }

  @Test
  void refusal_saysHowLongTheLastPlanWaited_butASecondAtLeast(Vertx vertx) throws Exception {
    PlayedModels models = models(vertx);
    assertThat(retryAfterMillis(models, Duration.ofMillis(4_300))).isEqualTo(1_000);
    assertThat(retryAfterMillis(models, Duration.ofMillis(3))).isEqualTo(4_300);
    assertThat(retryAfterMillis(models, Duration.ZERO)).isEqualTo(1_000);
  }
}
