package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.util.List;

/**
 * How two snapshots of a registry differ, see {@link RegistrySnapshot#since}. Immutable.
 *
 * @param gone the definitions that the later one has not, or has changed, in no order
 * @param come the definitions that the earlier one has not, or has otherwise, in no order
 */
public record SnapshotDelta(List<ModelDefinition> gone, List<ModelDefinition> come) {

  /** Copies the lists. */
  public SnapshotDelta {
    gone = List.copyOf(gone);
    come = List.copyOf(come);
  }

  /** How many definitions there are to look at. */
  public int size() {
    return gone.size() + come.size();
  }
}
