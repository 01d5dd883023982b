package dev.understudy.bus;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.AnswerForm;
import dev.understudy.simulation.AnswerWork;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRecord;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import dev.understudy.simulation.TokenSink;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has streams planned by the workers and plays them, with all that is counted and logged on the
 * way; the same over HTTP and the bus. Confined to the event loop of its pacer.
 */
public final class SimulationPlayer {

  private final PlayedModels models;
  private final Pacer pacer;
  private final SimulationLog log;
  private final TokenBudget budget;
  private boolean stopping;

  /**
   * A player on the pacer's event loop.
   *
   * @param log shared by all players of a server
   * @param budget shared too; streams beyond it are refused
   */
  public SimulationPlayer(PlayedModels models, Pacer pacer, SimulationLog log, TokenBudget budget) {
    this.models = models;
    this.pacer = pacer;
    this.log = log;
    this.budget = budget;
  }

  /** The time by which it plays. */
  public long nowNanos() {
    return pacer.nowNanos();
  }

  /**
   * Has a stream planned that will be played.
   *
   * @param request makes the request, or throws what is told to who asked
   */
  public Future<SimulationPlan> plan(ModelDefinition model, Supplier<SimulationRequest> request) {
    return queue(model, () -> models.plan(request.get()));
  }

  /** Has a stream of so many tokens planned that say nothing. */
  public Future<SimulationPlan> planSilent(
      ModelDefinition model, SimulationRequest request, int tokens) {
    return queue(model, () -> models.planSilent(request, tokens));
  }

  /**
   * Has an answer worked out that is no text.
   *
   * @param work gives the work, or throws what is told to who asked
   */
  public Future<PlannedAnswer> planAnswer(ModelDefinition model, Supplier<AnswerWork> work) {
    return queue(model, () -> models.planAnswer(work.get()));
  }

  /** Works out a schedule that will not be played: it is no stream, and nothing counts it. */
  public Future<SimulationPlan> schedule(SimulationRequest request) {
    return models.plan(request);
  }

  /**
   * Counts the tokens of a prompt, also of one that does not fit; nothing else of it is planned.
   */
  public Future<SimulationPlan> count(SimulationRequest request) {
    return models.planSilent(request, 1);
  }

  private <T> Future<T> queue(ModelDefinition model, Supplier<Future<T>> planning) {
    StreamMeter meter = log.meter(model);
    meter.queued(1);
    Future<T> planned;
    try {
      planned = planning.get();
    } catch (RuntimeException refused) {
      planned = Future.failedFuture(refused);
    }
    return planned
        .onComplete(done -> meter.queued(-1))
        .onFailure(
            failure -> {
              meter.refused(UnderstudyException.known(failure).code());
              log.refuse(model);
            });
  }

  /** Counts a request to a model that is answered with an error instead of being planned. */
  public void refuse(ModelDefinition model) {
    log.refuse(model);
  }

  /**
   * Starts to play a plan whose tokens are sent one by one; see {@link Pacer#play}.
   *
   * @throws UnderstudyException UNAVAILABLE when no more streams are begun, OVERLOADED when the
   *     model's slots and queue are full or the token budget is used up; the log says so then
   */
  public TokenStream play(
      SimulationPlan plan, ModelDefinition model, long t0Nanos, TokenSink sink) {
    refuseIfStopping(plan, model);
    Runnable leave = admit(plan, model, t0Nanos);
    return pacer.play(
        log.enter(plan, model, AnswerForm.STREAM, ended -> leave.run()), t0Nanos, sink);
  }

  /**
   * As {@link #play}, for an answer that is sent in one write: it takes nothing of the budget.
   *
   * @param form TEXT or SCORES
   * @param atEnd see {@link SimulationLog#enter}
   */
  public TokenStream playWhole(
      SimulationPlan plan,
      ModelDefinition model,
      long t0Nanos,
      TokenSink sink,
      AnswerForm form,
      Consumer<SimulationRecord> atEnd) {
    refuseIfStopping(plan, model);
    return pacer.play(log.enter(plan, model, form, atEnd), t0Nanos, sink);
  }

  private void refuseIfStopping(SimulationPlan plan, ModelDefinition model) {
    if (stopping) {
      log.refuse(plan, model, ErrorCode.UNAVAILABLE);
      throw new UnderstudyException(ErrorCode.UNAVAILABLE, "the server is stopping", null);
    }
  }

  private Runnable admit(SimulationPlan plan, ModelDefinition model, long t0Nanos) {
    try {
      return budget.admit(plan.schedule(), t0Nanos, nowNanos());
    } catch (UnderstudyException overloaded) {
      log.refuse(plan, model, overloaded.code());
      throw overloaded;
    }
  }

  /** Begins no more streams. */
  public void stop() {
    stopping = true;
  }
}
