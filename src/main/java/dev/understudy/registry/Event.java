package dev.understudy.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ModelDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a write did, as it is told to those who follow the registry. Safe on any thread.
 *
 * @param index its place among the events of the write, from 0
 * @param type what happened
 * @param subject the id of the model, the alias or the name of the source
 * @param fields JSON names of the fields that changed; empty unless a model was updated
 * @param model the model then; of an alias what it means now, or meant last; of a removed one what
 *     it was; null of a source, or where it is no longer known
 * @param details what else is told of it, a JSON object; null for nothing
 */
public record Event(
    int index,
    EventType type,
    String subject,
    List<String> fields,
    @Nullable ModelDefinition model,
    @Nullable JsonNode details) {

  /** Copies the list. */
  public Event {
    fields = List.copyOf(fields);
  }

  /** The same of that model. */
  public Event with(@Nullable ModelDefinition model) {
    return new Event(index, type, subject, fields, model, details);
  }
}
