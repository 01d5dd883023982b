package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import org.jspecify.annotations.Nullable;

/** A model as a snapshot holds it. Safe on any thread; all but the attachment is immutable. */
public final class ModelEntry {

  /** The slot of models that no index holds. */
  static final int NO_SLOT = -1;

  private final ModelDefinition model;
  private final Revision revision;
  private final int slot;

  /** Null where {@link Layers#of} says the same: a plain catalog model, or one only written. */
  private final @Nullable Layers layers;

  private volatile @Nullable Object attachment;

  ModelEntry(ModelDefinition model, Revision revision, int slot, @Nullable Layers layers) {
    this.model = model;
    this.revision = revision;
    this.slot = slot;
    this.layers = layers;
  }

  /** What the model is. */
  public ModelDefinition model() {
    return model;
  }

  /** The id of the model. */
  public String id() {
    return model.id();
  }

  /** The write that last changed it; {@link Revision#ZERO} for an auto-created one. */
  public Revision revision() {
    return revision;
  }

  /** True when the registry made it itself, from its id. */
  public boolean isAuto() {
    Origin origin = model.origin();
    return origin != null && origin.kind() == Origin.Kind.AUTO;
  }

  /** What a reader has kept here, such as the encoded body, or null. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps what a reader has worked out once from this model; it goes when the model changes. */
  public void attach(Object value) {
    attachment = value;
  }

  /** Its number among the index's bitmaps. */
  int slot() {
    return slot;
  }

  Layers layers() {
    Layers known = layers;
    return known != null ? known : Layers.of(model);
  }

  @Override
  public String toString() {
    return "ModelEntry[" + id() + ", revision=" + revision + "]";
  }
}
