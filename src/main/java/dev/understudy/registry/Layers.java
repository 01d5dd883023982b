package dev.understudy.registry;

import dev.understudy.json.MergePatch;
import dev.understudy.model.Derivation;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layers hold under one id; definitions as stated, without derived fields. Immutable; safe
 * on any thread.
 *
 * @param base the catalog's definition, or null
 * @param above what was written, or null
 */
public record Layers(@Nullable ModelDefinition base, @Nullable Above above) {

  /** Nothing in any layer. */
  public static final Layers NONE = new Layers(null, null);

  /** What can be written over a catalog's model. */
  public sealed interface Above {}

  /**
   * A definition that stands whole, whatever the catalog says.
   *
   * @param model as written, without derived fields
   */
  public record Whole(ModelDefinition model) implements Above {}

  /**
   * Changes to the catalog's definition. While the catalog has none the model is not there; the
   * changes are kept and hold again when the catalog brings the id back.
   *
   * @param patch what changes
   */
  public record Patch(MergePatch patch) implements Above {}

  /** Deleted, whatever the catalog says. */
  public enum Tombstone implements Above {
    /** The only one. */
    INSTANCE
  }

  /** The layers of a model that is in one only, read off its origin. */
  public static Layers of(ModelDefinition model) {
    ModelDefinition stated = Derivation.stated(model);
    Origin origin = model.origin();
    return origin != null && origin.kind() == Origin.Kind.API
        ? new Layers(null, new Whole(stated))
        : new Layers(stated, null);
  }

  /** Null when {@link #of} can say it from the effective model. */
  public @Nullable Layers unlessPlain() {
    return above == null || (base == null && above instanceof Whole) ? null : this;
  }

  Layers withBase(@Nullable ModelDefinition newBase) {
    return new Layers(newBase, above);
  }

  /** The same, as made by one who may not have known yet what lies beneath; here that is known. */
  Layers over(Layers known) {
    if (isEmpty() && known.base() != null && known.above() instanceof Whole) {
      return known.removed();
    }
    return hidesBase() ? withBase(known.base()) : this;
  }

  /** Whether it does not show what lies beneath. */
  boolean hidesBase() {
    return above instanceof Whole || above instanceof Tombstone;
  }

  /** Whether something lies beneath what stands whole: whoever removes that has to know. */
  boolean hasBeneath() {
    return above instanceof Whole && base != null;
  }

  /** The same with a definition written whole. */
  Layers written(ModelDefinition model) {
    return new Layers(base, new Whole(ofApi(model)));
  }

  private static ModelDefinition ofApi(ModelDefinition model) {
    return Origin.API.equals(model.origin()) ? model : model.with(b -> b.origin(Origin.API));
  }

  Layers withAbove(@Nullable Above newAbove) {
    return new Layers(base, newAbove);
  }

  /**
   * Layers over the same base that show that model: what the base shows, or what was written over
   * it once, where either is the same; else the model stands whole.
   */
  Layers showing(ModelDefinition model, @Nullable Above once) {
    ModelDefinition stated = Derivation.stated(model);
    for (Layers layers : List.of(withAbove(null), withAbove(once))) {
      ModelDefinition shown = layers.effectiveOrNull();
      if (shown != null && Derivation.stated(shown).equals(stated)) {
        return layers;
      }
    }
    return written(stated);
  }

  /** Null also where a patch does not fit what lies beneath now. */
  private @Nullable ModelDefinition effectiveOrNull() {
    try {
      return effective();
    } catch (InvalidModelException unfit) {
      return null;
    }
  }

  /** A patch of a written model is worked in; one of a catalog's model is kept as a patch. */
  Layers patched(MergePatch patch) {
    if (above instanceof Whole whole) {
      return written(patch.applyTo(whole.model()));
    }
    return new Layers(
        base, new Patch(above instanceof Patch earlier ? earlier.patch().compose(patch) : patch));
  }

  /** A tombstone where the catalog's model would come to light again. */
  Layers removed() {
    return base == null ? NONE : new Layers(base, Tombstone.INSTANCE);
  }

  /** JSON names of the fields in which what shows differs from what lies beneath it. */
  public List<String> overrides() {
    ModelDefinition shown = effectiveOrNull();
    if (base == null || shown == null || above == null) {
      return List.of();
    }
    ModelDefinition stated = Derivation.stated(shown).with(b -> b.origin(base.origin()));
    return ChangedFields.between(base, stated);
  }

  /** True when no layer holds anything. */
  public boolean isEmpty() {
    return base == null && above == null;
  }

  /** The definition that shows, with its origin; null when none does. */
  @Nullable ModelDefinition effective() {
    if (above instanceof Whole whole) {
      return ofApi(whole.model());
    }
    if (base == null || above instanceof Tombstone) {
      return null;
    }
    // A patched model stays the catalog's: most of it is.
    return above instanceof Patch patch
        ? patch.patch().applyTo(base).with(b -> b.origin(base.origin()))
        : base;
  }
}
