package dev.understudy.bus;

import dev.understudy.model.Revision;
import dev.understudy.registry.RegistryChange;
import java.util.List;

/**
 * One accepted write, published on {@link Addresses#EVENTS}.
 *
 * @param epoch the life of the registry that the revision belongs to
 * @param revision its number; each is one above the last
 * @param changes what changed, in order
 */
public record RegistryEvent(String epoch, Revision revision, List<RegistryChange> changes) {

  /** Copies the list. */
  public RegistryEvent {
    changes = List.copyOf(changes);
  }
}
