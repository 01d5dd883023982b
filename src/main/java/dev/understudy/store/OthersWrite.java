package dev.understudy.store;

import dev.understudy.registry.Recovered;
import java.util.List;

/**
 * A revision that another server of the log has made. Immutable; safe on any thread.
 *
 * @param told what is told of it; events that only name their model have none
 * @param models what it kept, each id once
 */
public record OthersWrite(LoggedWrite told, List<Recovered.Model> models) {

  /** Copies the list. */
  public OthersWrite {
    models = List.copyOf(models);
  }
}
