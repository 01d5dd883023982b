package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How two versions of a model differ. Immutable; safe on any thread.
 *
 * @param from the one
 * @param to the other
 * @param fields those that differ, in the order of a definition
 */
public record VersionDiff(Version from, Version to, List<FieldDiff> fields) {

  /** Copies the list. */
  public VersionDiff {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param field its JSON name
   * @param before what it was; null for unknown
   * @param after what it is; null for unknown
   */
  public record FieldDiff(String field, JsonNode before, JsonNode after) {}

  static VersionDiff of(Version from, Version to) {
    ObjectNode before = tree(from.model());
    ObjectNode after = tree(to.model());
    Set<String> names = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    List<FieldDiff> fields = new ArrayList<>();
    for (String name : names) {
      JsonNode one = value(before, name);
      JsonNode other = value(after, name);
      if (!one.equals(other)) {
        fields.add(new FieldDiff(name, one, other));
      }
    }
    return new VersionDiff(from, to, fields);
  }

  private static ObjectNode tree(@Nullable ModelDefinition model) {
    return model == null ? JsonNodeFactory.instance.objectNode() : Json.tree(model);
  }

  private static JsonNode value(ObjectNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null ? JsonNodeFactory.instance.nullNode() : value;
  }
}
