package dev.understudy.registry;

import dev.understudy.model.Revision;
import java.util.List;

/**
 * An accepted write. Safe on any thread.
 *
 * @param revision its number; the one before when it changed nothing
 * @param changes what it did, in the order of the request, else of the ids; empty for nothing
 */
public record RegistryWrite(Revision revision, List<RegistryChange> changes) {

  /** True when the registry is as it was, so that no revision was made. */
  public boolean isNoOp() {
    return changes.isEmpty();
  }
}
