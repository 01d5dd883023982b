package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An accepted write. Safe on any thread.
 *
 * @param revision its number; the one before when it changed nothing
 * @param changes what it did, in the order of the request, else of the ids; empty for nothing
 * @param unchanged models that it named and found so already
 */
public record RegistryWrite(
    Revision revision, List<RegistryChange> changes, List<Standing> unchanged) {

  /**
   * A model as a write left it.
   *
   * @param model what it was then
   * @param revision the write that had last changed it
   */
  public record Standing(ModelDefinition model, Revision revision) {}

  /** True when the registry is as it was, so that no revision was made. */
  public boolean isNoOp() {
    return changes.isEmpty();
  }

  /** By id, the models that it named and did not remove, whatever became of them later. */
  public Map<String, Standing> left() {
    Map<String, Standing> left = new HashMap<>();
    unchanged.forEach(standing -> left.put(standing.model().id(), standing));
    for (RegistryChange change : changes) {
      if (change.after() != null) {
        left.put(change.id(), new Standing(change.after(), revision));
      }
    }
    return left;
  }
}
