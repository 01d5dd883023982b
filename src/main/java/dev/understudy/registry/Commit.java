package dev.understudy.registry;

import dev.understudy.model.Derivation;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import io.vavr.collection.HashMap;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One write: works out the next snapshot from what the layers shall hold under some ids. Touches
 * nothing but what it makes, so that a write which fails has not happened.
 */
final class Commit {

  private final RegistrySnapshot old;
  private final LocalDate today;
  private final Interning interning;
  private final List<Step> steps = new ArrayList<>();
  private final List<RegistryChange> changes = new ArrayList<>();
  private final List<RegistryWrite.Standing> unchanged = new ArrayList<>();
  private final List<LayerMove> moves = new ArrayList<>();
  private final List<Notice> notices;
  private HashMap<String, Layers> hidden;
  private boolean hiddenMoved;

  Commit(RegistrySnapshot old, LocalDate today, Interning interning, List<Notice> notices) {
    this.old = old;
    this.notices = notices;
    this.today = today;
    this.interning = interning;
    this.hidden = old.hidden();
  }

  /**
   * Makes the write.
   *
   * @param wanted layers by id, in the order in which changes are told
   * @throws InvalidModelException when a patch and what it is put on make no valid model
   * @throws UnderstudyException when a name would be of two models
   */
  Outcome run(Map<String, Layers> wanted) {
    boolean many = wanted.size() > 1;
    wanted.forEach((id, layers) -> plan(id, layers, effective(id, layers, many)));
    if (steps.isEmpty() && notices.isEmpty() && (!hiddenMoved || writesOutOfSight())) {
      return new Outcome(old, write(old.revision()), List.of());
    }
    boolean isRevision = !changes.isEmpty() || !notices.isEmpty();
    return outcome(isRevision ? old.revision().next() : old.revision());
  }

  /**
   * Makes a write that another registry has made of the same snapshot, as it came out there.
   *
   * @param models what is kept since, each id once
   * @param hasCatalog whether what lies beneath is known here better than there
   */
  Outcome take(Revision revision, List<Recovered.Model> models, boolean hasCatalog) {
    for (Recovered.Model model : models) {
      Layers layers = model.layers();
      take(model, hasCatalog ? layers.over(old.layers(model.id())) : layers);
    }
    return outcome(revision);
  }

  private void take(Recovered.Model model, Layers layers) {
    String id = model.id();
    ModelEntry before = old.get(id);
    ModelDefinition shown = model.definition();
    ModelDefinition after = shown == null ? null : interning.share(shown);
    planHidden(id, layers, after == null && !layers.isEmpty());
    if (before != null || after != null) {
      steps.add(new Step(before, after, layers, true));
      changes.add(RegistryChange.of(id, before == null ? null : before.model(), after));
    }
  }

  private Outcome outcome(Revision revision) {
    boolean names = false;
    for (RegistryChange change : changes) {
      names |= change.movesNames();
    }
    RegistrySnapshot next =
        old.next(revision, old.namesRevision() + (names ? 1 : 0), index(revision), hidden);
    return new Outcome(next, write(revision), List.copyOf(moves));
  }

  private RegistryWrite write(Revision revision) {
    return new RegistryWrite(revision, List.copyOf(changes), List.copyOf(unchanged), notices);
  }

  private @Nullable ModelDefinition effective(String id, Layers layers, boolean many) {
    ModelDefinition model;
    try {
      model = layers.effective();
    } catch (InvalidModelException e) {
      throw many
          ? new InvalidModelException(e.faults().stream().map(fault -> fault.under(id)).toList())
          : e;
    }
    if (model == null) {
      return null;
    }
    if (!model.id().equals(id)) {
      throw UnderstudyException.invalid("id", model.id(), "\"" + id + "\": an id never changes");
    }
    ModelEntry before = old.get(id);
    return interning.share(
        Derivation.deriving(model, today), before == null ? null : before.model());
  }

  private void plan(String id, Layers layers, @Nullable ModelDefinition after) {
    ModelEntry before = old.get(id);
    if (before != null
        && before.model().equals(after)
        && before.layers().hasBeneath() == layers.hasBeneath()) {
      unchanged.add(new RegistryWrite.Standing(before.model(), before.revision()));
      planBeneath(before, layers);
      return;
    }
    planHidden(id, layers, after == null && !layers.isEmpty());
    if (before != null || !layers.equals(old.layers(id))) {
      moves.add(new LayerMove(id, layers));
    }
    if (before != null || after != null) {
      steps.add(new Step(before, after, layers, true));
      changes.add(RegistryChange.of(id, before == null ? null : before.model(), after));
    }
  }

  /** Follows the catalog; what was written but shows nothing new is a no-op, and not kept. */
  private void planBeneath(ModelEntry before, Layers layers) {
    Layers known = before.layers();
    if (Objects.equals(known.above(), layers.above())
        && !Objects.equals(known.base(), layers.base())) {
      steps.add(new Step(before, before.model(), layers, false));
    }
  }

  private void planHidden(String id, Layers layers, boolean hide) {
    if (hide || hidden.containsKey(id)) {
      hidden = hide ? hidden.put(id, layers) : hidden.remove(id);
      hiddenMoved = true;
    }
  }

  /** What was written is kept by revision; where none is made, it cannot move. */
  private boolean writesOutOfSight() {
    return moves.stream()
        .anyMatch(move -> !Objects.equals(move.layers().above(), old.layers(move.id()).above()));
  }

  private ModelIndex index(Revision revision) {
    if (steps.isEmpty()) {
      return old.index();
    }
    ModelIndex.Editor editor = old.index().edit();
    for (Step step : steps) {
      if (step.before != null) {
        editor.release(step.before, step.after);
      }
    }
    for (Step step : steps) {
      if (step.after != null) {
        Revision at = step.visible || step.before == null ? revision : step.before.revision();
        editor.put(step.before, step.after, at, step.layers.unlessPlain());
      }
    }
    return editor.build();
  }

  /** What is to be done to the index; invisible when only what lies beneath moves. */
  private record Step(
      @Nullable ModelEntry before,
      @Nullable ModelDefinition after,
      Layers layers,
      boolean visible) {}

  /** The registry afterwards, what was done, and to which layers. */
  record Outcome(RegistrySnapshot snapshot, RegistryWrite write, List<LayerMove> moves) {}
}
