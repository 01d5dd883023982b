package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An accepted write. Safe on any thread.
 *
 * @param revision its number; the one before when it changed nothing
 * @param changes what it did, in the order of the request, else of the ids; empty for nothing
 * @param unchanged models that it named and found so already
 * @param notices what it tells beside the changes
 */
public record RegistryWrite(
    Revision revision,
    List<RegistryChange> changes,
    List<Standing> unchanged,
    List<Notice> notices) {

  /**
   * A model as a write left it.
   *
   * @param model what it was then
   * @param revision the write that had last changed it
   */
  public record Standing(ModelDefinition model, Revision revision) {}

  /** True when the registry is as it was and nothing is told, so that no revision was made. */
  public boolean isNoOp() {
    return changes.isEmpty() && notices.isEmpty();
  }

  /** The same, which tells more. */
  RegistryWrite telling(List<Notice> more) {
    return more.isEmpty()
        ? this
        : new RegistryWrite(
            revision, changes, unchanged, Stream.concat(notices.stream(), more.stream()).toList());
  }

  /** What it did, as it is told to those who follow; worked out at each call. */
  public List<Event> events() {
    return Events.of(changes, notices);
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
