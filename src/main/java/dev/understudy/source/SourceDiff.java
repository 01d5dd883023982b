package dev.understudy.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ChangedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How what a source has differs from what it had. Immutable; safe on any thread.
 *
 * @param added ids of models that it had not
 * @param updated models that it has otherwise, those included that came back
 * @param deprecated ids of models that it has no longer, and that stay for a while
 * @param removed ids of models that have gone
 */
public record SourceDiff(
    List<String> added, List<Updated> updated, List<String> deprecated, List<String> removed) {

  /** Nothing differs. */
  public static final SourceDiff NONE = new SourceDiff(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public SourceDiff {
    added = List.copyOf(added);
    updated = List.copyOf(updated);
    deprecated = List.copyOf(deprecated);
    removed = List.copyOf(removed);
  }

  /**
   * A model that is another now.
   *
   * @param id of the model
   * @param fields JSON names of the fields that differ
   */
  public record Updated(String id, List<String> fields) {
    /** Copies the list. */
    public Updated {
      fields = List.copyOf(fields);
    }
  }

  /** From one content to the next, by id. */
  static SourceDiff between(SourceContent before, SourceContent after) {
    Map<String, ModelDefinition> old = before.byId();
    List<String> added = new ArrayList<>();
    List<Updated> updated = new ArrayList<>();
    List<String> deprecated = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    after
        .byId()
        .forEach(
            (id, model) -> {
              ModelDefinition was = old.get(id);
              if (was == null) {
                added.add(id);
              } else if (after.isMissing(id) && !before.isMissing(id)) {
                deprecated.add(id);
              } else if (!was.equals(model)) {
                updated.add(new Updated(id, ChangedFields.between(was, model)));
              }
            });
    old.keySet().stream().filter(id -> !after.byId().containsKey(id)).forEach(removed::add);
    return new SourceDiff(added, updated, deprecated, removed);
  }

  /** True when nothing differs. */
  public boolean isEmpty() {
    return added.isEmpty() && updated.isEmpty() && deprecated.isEmpty() && removed.isEmpty();
  }

  /** What is told to those who follow. */
  JsonNode details(String url) {
    ObjectNode details = Json.mapper().createObjectNode();
    details.put("url", url);
    details.put("added", added.size());
    details.put("updated", updated.size());
    details.put("deprecated", deprecated.size());
    details.put("removed", removed.size());
    return details;
  }
}
