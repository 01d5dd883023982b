package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registry as a store has kept it. Immutable; safe on any thread.
 *
 * @param epoch names the life that the revisions count in
 * @param revision the last accepted write
 * @param models every id of which a layer holds something, in any order
 * @param unreadable ids of those that could not be read and hold nothing but their id, to be
 *     removed
 * @param toldRetirements of which models it was told that they retire soon, and when
 */
public record Recovered(
    String epoch,
    Revision revision,
    List<Model> models,
    List<String> unreadable,
    Map<String, LocalDate> toldRetirements) {

  /** Copies the lists and the map. */
  public Recovered {
    models = List.copyOf(models);
    unreadable = List.copyOf(unreadable);
    toldRetirements = Map.copyOf(toldRetirements);
  }

  /** All of it could be read. */
  public Recovered(String epoch, Revision revision, List<Model> models) {
    this(epoch, revision, models, List.of(), Map.of());
  }

  /** What a new store holds. */
  public static Recovered nothing(String epoch) {
    return new Recovered(epoch, Revision.ZERO, List.of());
  }

  /**
   * What is kept under one id.
   *
   * @param id the model's id
   * @param revision the write that last changed it
   * @param definition the model that shows, with derived fields; null for none, as under a
   *     tombstone
   * @param layers what the layers hold
   */
  public record Model(
      String id, Revision revision, @Nullable ModelDefinition definition, Layers layers) {}
}
