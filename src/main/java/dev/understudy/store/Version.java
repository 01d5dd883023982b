package dev.understudy.store;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.registry.RegistryChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a model at one revision. Immutable; safe on any thread.
 *
 * @param revision the write that made it so
 * @param position its place among the changes of that write, from 0
 * @param at when
 * @param cause why
 * @param kind what happened
 * @param id the model's id
 * @param fields JSON names of the fields that changed; empty unless updated
 * @param model the model from then on, with derived fields; null when removed
 */
public record Version(
    Revision revision,
    int position,
    Instant at,
    Cause cause,
    RegistryChange.Kind kind,
    String id,
    List<String> fields,
    @Nullable ModelDefinition model) {

  /** Copies the list. */
  public Version {
    fields = List.copyOf(fields);
  }
}
