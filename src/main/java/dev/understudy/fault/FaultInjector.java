package dev.understudy.fault;

import dev.understudy.simulation.Seeds;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which faults happen to which requests. What is asked for by the header comes first, then
 * the body, scenarios and rules; of each kind the first that hits happens. An error by status takes
 * the place of everything else.
 *
 * <p>Every fault has draws of its own, from the server's seed, the request's, the hash of the body
 * and the fault's id: one rule more does not move what another does, and whatever hits at a rate
 * hits at any higher one. A request without a seed, to which some fault may happen, is given the
 * next one of a sequence that depends on the server's seed alone; so a server that is started anew
 * does the same to the same requests in the same order. Safe on any thread.
 */
public final class FaultInjector {

  /** Seeds are as large as a JSON reader with doubles can hand back. */
  private static final long DRAWN_SEEDS = 1L << 53;

  private static final int MOST_COUNTS = 10_000;

  private final long serverSeed;
  private final Scenarios scenarios;
  private final FaultCounts counts = new FaultCounts(MOST_COUNTS);
  private final AtomicLong seedsDrawn = new AtomicLong();
  private volatile FaultRules rules = FaultRules.NONE;

  /** An injector without rules. */
  public FaultInjector(long serverSeed, Scenarios scenarios) {
    this.serverSeed = serverSeed;
    this.scenarios = scenarios;
  }

  /** Replaces the configured rules; requests that were decided on keep their faults. */
  public void replaceRules(FaultRules read) {
    rules = read;
  }

  /** The scenarios that it plays. */
  public Scenarios scenarios() {
    return scenarios;
  }

  /**
   * Begins counting anew those that happen to the first requests only.
   *
   * @param apiKey of this key only; null for all
   * @param model of this model only; null for all
   * @return how many counts were forgotten
   */
  public int reset(@Nullable String apiKey, @Nullable String model) {
    return counts.reset(apiKey, model);
  }

  /** Whether nothing can happen to a request that asks for nothing. */
  public boolean isQuiet() {
    return rules.size() == 0 && !scenarios.areRunning();
  }

  /**
   * Decides on one request.
   *
   * @param asked what it asks for itself
   */
  public ChosenFaults choose(FaultTarget target, AskedFaults asked) {
    InForce inForce =
        asked.exempt() ? InForce.NOTHING : scenarios.inForce(target.model(), target.arrivalNanos());
    List<FaultSpec> specs = new ArrayList<>(asked.specs());
    if (!asked.exempt()) {
      specs.addAll(inForce.faults());
      specs.addAll(rules.of(target));
    }
    if (specs.isEmpty()) {
      return inForce.name() == null ? ChosenFaults.NONE : chosen(target, List.of(), inForce, null);
    }
    Long own = target.seed();
    long seed = own == null ? nextSeed() : own;
    return chosen(target, hits(target, specs, seed), inForce, seed);
  }

  private static ChosenFaults chosen(
      FaultTarget target, List<Injected> faults, InForce inForce, @Nullable Long seed) {
    return new ChosenFaults(faults, inForce, seed, target.streamed(), target.timeScale());
  }

  private long nextSeed() {
    Seeds sequence = new Seeds(serverSeed, seedsDrawn.getAndIncrement(), "sequence");
    return sequence.generator(Seeds.Use.FAULT).nextLong(DRAWN_SEEDS);
  }

  /** Errors by status are decided on first, for beside one nothing else happens or is counted. */
  private List<Injected> hits(FaultTarget target, List<FaultSpec> specs, long seed) {
    List<Injected> hits = new ArrayList<>();
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    for (boolean status : new boolean[] {true, false}) {
      for (FaultSpec spec : specs) {
        FaultKind kind = spec.effect().kind();
        if ((kind == FaultKind.STATUS) == status && !kinds.contains(kind)) {
          Injected hit = hit(target, spec, seed);
          if (hit != null) {
            hits.add(hit);
            kinds.add(kind);
          }
        }
      }
      if (!hits.isEmpty() && status) {
        return hits;
      }
    }
    return hits;
  }

  private @Nullable Injected hit(FaultTarget target, FaultSpec spec, long seed) {
    if (target.dryRun() && (spec.effect().kind() == FaultKind.STATUS || spec.first() > 0)) {
      return null;
    }
    Seeds seeds = new Seeds(serverSeed, seed, target.bodyHash() + "/" + spec.id());
    RandomGenerator random = seeds.generator(Seeds.Use.FAULT);
    if (random.nextDouble() >= spec.rate()) {
      return null;
    }
    if (spec.first() > 0
        && !counts.take(target.apiKey(), target.model(), counted(spec), spec.first())) {
      return null;
    }
    return new Injected(spec, spec.effect().drawn(random), random.nextLong());
  }

  /** Two tests that ask for different faults must not count each other's requests. */
  private static String counted(FaultSpec spec) {
    return spec.source() == FaultSource.RULE || spec.source() == FaultSource.SCENARIO
        ? spec.id()
        : spec.id() + "/" + spec.name() + "/" + spec.first() + "/" + spec.effect();
  }
}
