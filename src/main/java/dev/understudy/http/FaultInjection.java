package dev.understudy.http;

import dev.understudy.fault.AskedFaults;
import dev.understudy.fault.ChosenFaults;
import dev.understudy.fault.Effect;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultMeter;
import dev.understudy.fault.FaultTarget;
import dev.understudy.fault.Injected;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Alarm;
import dev.understudy.simulation.BodyHash;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each request to a model which faults happen to it, and answers those that are refused
 * by one. Confined to one event loop.
 */
final class FaultInjection {

  private final FaultInjector injector;
  private final FaultMeter meter;
  private final Consumer<ModelDefinition> refused;
  private final Alarm alarm;
  private final double timeScale;

  /**
   * For requests of one event loop.
   *
   * @param refused counts requests that are refused by a fault
   * @param timeScale the factor on every duration, where a request has none of its own
   */
  FaultInjection(
      FaultInjector injector,
      FaultMeter meter,
      Consumer<ModelDefinition> refused,
      Alarm alarm,
      double timeScale) {
    this.injector = injector;
    this.meter = meter;
    this.refused = refused;
    this.alarm = alarm;
    this.timeScale = timeScale;
  }

  /**
   * What a request says that matters to faults.
   *
   * @param endpoint name of the endpoint
   * @param seed null when it has none
   * @param bodyHash of what it asks for
   * @param streamed whether the answer is to be streamed
   * @param timeScale null when it has none of its own
   * @param faults of its body
   * @param dryRun whether nothing is played
   */
  record Asked(
      String endpoint,
      @Nullable Long seed,
      BodyHash bodyHash,
      boolean streamed,
      @Nullable Double timeScale,
      AskedFaults faults,
      boolean dryRun) {}

  /**
   * The call of a model, with its faults.
   *
   * @return fails with a {@link dev.understudy.fault.InjectedFailure} when a fault refuses it, as
   *     late as the fault says
   */
  Future<Call> begin(RoutingContext context, ModelDefinition model, Asked asked) {
    AskedFaults own = SimulationHeaders.faults(context.request()).and(asked.faults());
    long arrival = context.get(HttpApi.ARRIVAL);
    if (own.equals(AskedFaults.NONE) && injector.isQuiet()) {
      return Future.succeededFuture(new Call(context.request(), model, arrival, ChosenFaults.NONE));
    }
    FaultTarget target =
        new FaultTarget(
            asked.endpoint(),
            model.id(),
            ApiKey.digest(context.request()),
            asked.seed(),
            asked.bodyHash().value(),
            asked.streamed(),
            Objects.requireNonNullElse(asked.timeScale(), timeScale),
            asked.dryRun(),
            arrival);
    ChosenFaults chosen = injector.choose(target, own);
    Injected refusal = chosen.refusal();
    return refusal == null
        ? Future.succeededFuture(new Call(context.request(), model, arrival, chosen))
        : refuse(context, model, chosen, refusal)
            .onFailure(failure -> refused.accept(model)); // a dry run is never refused
  }

  private Future<Call> refuse(
      RoutingContext context, ModelDefinition model, ChosenFaults chosen, Injected refusal) {
    SimulationHeaders.nameFaults(
        context.response(), List.of(chosen.nameRefusal(refusal)), chosen.scenario());
    meter.injected(model, refusal.effect().kind(), refusal.spec().source());
    Effect.HttpError error = (Effect.HttpError) refusal.effect();
    Throwable failure = refusal.failure(error);
    long later = chosen.laterNanos(error);
    if (later == 0) {
      return Future.failedFuture(failure);
    }
    Promise<Call> late = Promise.promise();
    alarm.after(later, () -> late.fail(failure));
    return late.future();
  }
}
