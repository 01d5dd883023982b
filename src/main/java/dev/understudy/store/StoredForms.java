package dev.understudy.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Layers;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Definitions and layers as JSON in which unknown fields are left out: half as long, and a field
 * that a later version adds is unknown in what an earlier one wrote.
 */
final class StoredForms {

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private StoredForms() {}

  static String write(ModelDefinition model) {
    return Json.known(model);
  }

  static ModelDefinition read(String json) {
    try {
      return definition(Json.mapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelDefinition definition(JsonNode node) throws JsonProcessingException {
    try {
      return Json.mapper().treeToValue(node, ModelDefinition.class);
    } catch (InvalidModelException e) {
      if (!e.faults().stream().allMatch(fault -> fault.expected().startsWith("no such field"))) {
        throw e;
      }
      // Of a later version of this program, which was set back to this one.
      e.faults().forEach(fault -> remove(node, fault.path()));
      return Json.mapper().treeToValue(node, ModelDefinition.class);
    }
  }

  private static void remove(JsonNode node, String path) {
    String pointer = "/" + INDEX.matcher(path).replaceAll(".$1").replace('.', '/');
    JsonPointer field = JsonPointer.compile(pointer);
    if (node.at(field.head()) instanceof ObjectNode holder) {
      holder.remove(field.last().getMatchingProperty());
    }
  }

  /** What was told of a model that retires. */
  static LocalDate retirementDate(@Nullable String details) {
    return LocalDate.parse(details(details).path("retirement_date").asText());
  }

  /** What was told; its hash is right, so it is as it was written. */
  static JsonNode details(@Nullable String json) {
    try {
      return json == null ? MissingNode.getInstance() : Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Null where the definition tells. What lies beneath a model that stands whole is not kept: it
   * would be half of what many a write costs, and the catalog is loaded at every start.
   */
  static @Nullable String write(Layers layers) {
    if (layers.above() instanceof Layers.Tombstone) {
      return "{\"tombstone\":true," + base(layers);
    }
    if (layers.above() instanceof Layers.Whole && layers.base() != null) {
      return "{\"whole\":true," + base(layers);
    }
    return layers.above() instanceof Layers.Patch patch
        ? "{\"patch\":" + Json.ascii(patch.patch()) + "," + base(layers)
        : null;
  }

  private static String base(Layers layers) {
    return "\"base\":" + (layers.base() == null ? "null" : write(layers.base())) + "}";
  }

  /** The other way round. */
  static Layers layers(@Nullable ModelDefinition shown, @Nullable String json) {
    if (json == null) {
      return shown == null ? Layers.NONE : Layers.of(shown);
    }
    try {
      JsonNode node = Json.mapper().readTree(json);
      JsonNode base = node.path("base");
      return new Layers(base.isObject() ? definition(base) : null, above(shown, node));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Layers.@Nullable Above above(@Nullable ModelDefinition shown, JsonNode layers)
      throws JsonProcessingException {
    if (layers.has("tombstone")) {
      return Layers.Tombstone.INSTANCE;
    }
    return shown != null && layers.has("whole")
        ? Layers.of(shown).above()
        : new Layers.Patch(Json.mapper().treeToValue(layers.get("patch"), MergePatch.class));
  }
}
