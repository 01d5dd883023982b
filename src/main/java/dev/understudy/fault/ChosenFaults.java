package dev.understudy.fault;

import dev.understudy.simulation.SimulationPlan;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one request: nothing, an error in its place, or faults of its answer. Immutable.
 */
public final class ChosenFaults {

  private static final Set<FaultKind> ENDINGS =
      EnumSet.of(FaultKind.CUT, FaultKind.RESET, FaultKind.ERROR);

  private static final Comparator<Injected> BY_KIND =
      Comparator.comparing(injected -> injected.effect().kind());

  /** Nothing. */
  public static final ChosenFaults NONE =
      new ChosenFaults(List.of(), InForce.NOTHING, null, true, 1);

  private final List<Injected> faults;
  private final InForce inForce;
  private final @Nullable Long seed;
  private final boolean streamed;
  private final double timeScale;

  /**
   * What was chosen.
   *
   * @param seed that everything was drawn by; null when nothing was
   */
  ChosenFaults(
      List<Injected> faults,
      InForce inForce,
      @Nullable Long seed,
      boolean streamed,
      double timeScale) {
    this.faults = faults.stream().sorted(BY_KIND).toList();
    this.inForce = inForce;
    this.seed = seed;
    this.streamed = streamed;
    this.timeScale = timeScale;
  }

  /**
   * The seed of the request: its own, or the one that was drawn for its faults; null for neither.
   */
  public @Nullable Long seed(@Nullable Long own) {
    return own != null ? own : seed;
  }

  /** The error in the answer's place; null when there is to be an answer. */
  public @Nullable Injected refusal() {
    return faults.isEmpty() || faults.get(0).effect().kind() != FaultKind.STATUS
        ? null
        : faults.get(0);
  }

  /** What the header says of an error in the answer's place: with the seed, as there is no plan. */
  public String nameRefusal(Injected refusal) {
    return refusal + "; seed=" + seed;
  }

  /** The scenarios in force, with their factors; null for none. */
  public @Nullable String scenario() {
    return inForce.name();
  }

  /**
   * Those that an answer of so many tokens comes to, by kind: an answer that is not streamed has no
   * chunks and no comments, and behind the first that ends it nothing happens any more.
   */
  public List<Injected> reachedBy(int tokens) {
    if (faults.isEmpty()) {
      return faults;
    }
    List<Injected> reached =
        faults.stream()
            .filter(fault -> streamed || fault.effect().fitsWhole())
            .filter(fault -> fault.effect().isReachedBy(tokens))
            .toList();
    Injected ending = ending(reached);
    return ending == null
        ? reached
        : reached.stream()
            .filter(fault -> fault.equals(ending) || isBefore(fault, ending))
            .toList();
  }

  private static boolean isBefore(Injected fault, Injected ending) {
    return switch (fault.effect().kind()) {
      case CUT, RESET, ERROR -> false;
      case MALFORMED -> fault.effect().after() < ending.effect().after();
      case STALL -> fault.effect().after() <= ending.effect().after();
      default -> true;
    };
  }

  /** The first that ends the answer before its time; null when none does. */
  public static @Nullable Injected ending(List<Injected> faults) {
    return faults.stream()
        .filter(fault -> ENDINGS.contains(fault.effect().kind()))
        .min(Comparator.comparingInt(fault -> fault.effect().after()))
        .orElse(null);
  }

  /** The one of that kind; null when there is none. */
  public static @Nullable Injected of(FaultKind kind, List<Injected> faults) {
    for (Injected fault : faults) {
      if (fault.effect().kind() == kind) {
        return fault;
      }
    }
    return null;
  }

  /** Those without effect because the answer is not streamed. */
  public List<Injected> unfit() {
    return streamed || faults.isEmpty()
        ? List.of()
        : faults.stream().filter(fault -> !fault.effect().fitsWhole()).toList();
  }

  /** The plan with the times that faults and scenarios make of it, and with their names. */
  public SimulationPlan retime(SimulationPlan plan) {
    if (faults.isEmpty() && inForce.name() == null) {
      return plan;
    }
    List<Injected> reached = reachedBy(plan.tokens());
    Retiming times = new Retiming(plan, inForce.factor(), timeScale);
    reached.forEach(times::apply);
    return times.plan(inForce.factor(), reached, inForce);
  }

  /** How much later an error comes that stands in the place of an answer, in nanoseconds. */
  public long laterNanos(Effect.HttpError error) {
    return Math.round(error.delayNanos() * timeScale);
  }
}
