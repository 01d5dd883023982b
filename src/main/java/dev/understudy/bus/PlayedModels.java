package dev.understudy.bus;

import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.AnswerWork;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds the model to be played, refuses one that cannot be, and has its streams planned; the same
 * over HTTP and the bus. One a server, as it bounds the plans that wait. Safe on any thread.
 */
public final class PlayedModels {

  /** After a burst the last plan had waited for next to nothing. */
  private static final long SHORTEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ModelLookup lookup;
  private final RegistryClient client;
  private final Planning planning;
  private final Policy policy;
  private final LongSupplier nanoClock;
  private final Semaphore room;

  /** How long the plan that was made last had waited. */
  private volatile long waitedNanos;

  /**
   * Models that are played by that policy.
   *
   * @param planning works out their answers
   * @param nanoClock by which waiting is measured
   */
  public PlayedModels(
      ModelLookup lookup,
      RegistryClient client,
      Planning planning,
      Policy policy,
      LongSupplier nanoClock) {
    this.lookup = lookup;
    this.client = client;
    this.planning = planning;
    this.policy = policy;
    this.nanoClock = nanoClock;
    this.room = new Semaphore(policy.waitingPlans());
  }

  /**
   * Which models are played.
   *
   * @param resolve how names are taken where a request does not say
   * @param autoCreate whether unknown ones are made up
   * @param refuseRetired whether retired ones are refused
   * @param waitingPlans how many streams may wait to be planned, from 1; one more is refused
   */
  public record Policy(
      ResolveMode resolve, boolean autoCreate, boolean refuseRetired, int waitingPlans) {}

  /** How names are taken where a request does not say. */
  public ResolveMode usualMode() {
    return policy.resolve();
  }

  /** The model, made up where that is the policy; one that has retired may be refused. */
  public Future<FoundModel> find(String name, ResolveMode mode) {
    Future<FoundModel> found = lookup.find(name, mode).compose(this::used);
    if (policy.autoCreate()) {
      found = found.recover(missing -> create(name, mode, missing));
    }
    return found.map(this::unlessRefused);
  }

  /** Made-up models give way by use, which the registry counts when it is asked for them. */
  private Future<FoundModel> used(FoundModel found) {
    Origin origin = found.model().origin();
    return origin != null && origin.kind() == Origin.Kind.AUTO
        ? client.create(found.model().id(), ResolveMode.STRICT)
        : Future.succeededFuture(found);
  }

  private Future<FoundModel> create(String name, ResolveMode mode, Throwable missing) {
    return UnderstudyException.known(missing).code() == ErrorCode.MODEL_NOT_FOUND
        ? client.create(name, mode)
        : Future.failedFuture(missing);
  }

  private FoundModel unlessRefused(FoundModel found) {
    ModelDefinition model = found.model();
    if (model.status() == ModelStatus.RETIRED && policy.refuseRetired()) {
      String day = model.retirementDate() == null ? "" : " on " + model.retirementDate();
      throw new UnderstudyException(
          ErrorCode.MODEL_NOT_FOUND,
          "The model `%s` has been retired%s".formatted(model.id(), day),
          "model",
          model.successor() == null ? List.of() : List.of(model.successor()));
    }
    return found;
  }

  /** Works out the stream that answers a request; fails with OVERLOADED when too many wait. */
  public Future<SimulationPlan> plan(SimulationRequest request) {
    return ifThereIsRoom(() -> planning.ask(planner -> planner.plan(request)));
  }

  /** Works out a stream that is only about time, as {@link #plan} does. */
  public Future<SimulationPlan> planSilent(SimulationRequest request, int tokens) {
    return ifThereIsRoom(() -> planning.ask(planner -> planner.planSilent(request, tokens)));
  }

  /** Works out an answer that is no text, as {@link #plan} does. */
  public Future<PlannedAnswer> planAnswer(AnswerWork work) {
    return ifThereIsRoom(() -> planning.ask(work::workOut));
  }

  /**
   * Requests that wait too long are given up by their clients, but would be planned all the same.
   * Those that wait now will all have been planned in about the time that the last one took.
   */
  private <T> Future<T> ifThereIsRoom(Supplier<Future<T>> plan) {
    if (!room.tryAcquire()) {
      String message =
          "%d streams wait to be planned (expected: fewer)".formatted(policy.waitingPlans());
      long retryNanos = Math.max(SHORTEST_RETRY_NANOS, waitedNanos);
      return Future.failedFuture(UnderstudyException.overloaded(message, retryNanos));
    }
    long sinceNanos = nanoClock.getAsLong();
    return plan.get()
        .onComplete(
            planned -> {
              waitedNanos = nanoClock.getAsLong() - sinceNanos;
              room.release();
            });
  }

  /** Refuses a model that is not served on that endpoint. */
  public static void refuseUnsupported(ModelDefinition model, Endpoint endpoint) {
    if (!model.supportsEndpoint(endpoint)) {
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_ENDPOINT,
          "model: %s is not served on %s (expected: %s)"
              .formatted(model.id(), endpoint.path(), served(model, endpoint)),
          "model");
    }
  }

  private static String served(ModelDefinition model, Endpoint endpoint) {
    if (!model.endpoints().isEmpty()) {
      return "one of its endpoints: "
          + String.join(", ", model.endpoints().stream().map(Endpoint::jsonName).toList());
    }
    Capability needed = endpoint.needed();
    return needed == null
        ? "a model whose chat is not false"
        : "a model whose " + needed.jsonName() + " is true";
  }

  /**
   * Refuses what a model is known to lack; what is unknown passes.
   *
   * @param needed by which parameter the request asks for each capability
   */
  public static void refuseLacking(ModelDefinition model, Map<Capability, String> needed) {
    needed.forEach(
        (capability, param) -> {
          if (model.capabilities().cannot(capability)) {
            throw new UnderstudyException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "%s: not supported with model %s (its %s is false)"
                    .formatted(param, model.id(), capability.jsonName()),
                param);
          }
        });
  }
}
