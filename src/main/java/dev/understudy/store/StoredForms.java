package dev.understudy.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Layers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Definitions and layers as JSON in which unknown fields are left out: half as long, and a field
 * that a later version adds is unknown in what an earlier one wrote.
 */
final class StoredForms {

  private static final TokenFilter KNOWN = new KnownFields();

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private StoredForms() {}

  static String write(ModelDefinition model) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator out = generator(text)) {
      out.writePOJO(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
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
      // Of a later version of this program, which is to be set back to this one.
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

  /** Null where the definition tells. */
  static @Nullable String write(Layers layers) {
    if (layers.isEmpty() || layers.unlessPlain() == null) {
      return null;
    }
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator out = Json.mapper().createGenerator(text)) {
      out.writeStartObject();
      if (layers.base() != null) {
        out.writeFieldName("base");
        out.writeRawValue(write(layers.base()));
      }
      if (layers.above() instanceof Layers.Whole whole) {
        out.writeFieldName("whole");
        out.writeRawValue(write(whole.model()));
      } else if (layers.above() instanceof Layers.Patch patch) {
        out.writePOJOField("patch", patch.patch());
      } else if (layers.above() instanceof Layers.Tombstone) {
        out.writeBooleanField("tombstone", true);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The other way round. */
  static Layers layers(@Nullable ModelDefinition shown, @Nullable String json) {
    if (json == null) {
      return shown == null ? Layers.NONE : Layers.of(shown);
    }
    try {
      JsonNode node = Json.mapper().readTree(json);
      return new Layers(maybe(node.get("base")), above(node));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Layers.@Nullable Above above(JsonNode node) throws JsonProcessingException {
    ModelDefinition whole = maybe(node.get("whole"));
    if (whole != null) {
      return new Layers.Whole(whole);
    }
    JsonNode patch = node.get("patch");
    if (patch != null) {
      return new Layers.Patch(Json.mapper().treeToValue(patch, MergePatch.class));
    }
    return node.has("tombstone") ? Layers.Tombstone.INSTANCE : null;
  }

  private static @Nullable ModelDefinition maybe(@Nullable JsonNode node)
      throws JsonProcessingException {
    return node instanceof ObjectNode ? definition(node) : null;
  }

  private static JsonGenerator generator(StringWriter text) throws IOException {
    return new FilteringGeneratorDelegate(
        Json.mapper().createGenerator(text),
        KNOWN,
        TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH,
        true);
  }

  /** In metadata a null is what someone wrote. */
  private static final class KnownFields extends TokenFilter {
    @Override
    public TokenFilter includeProperty(String name) {
      return name.equals("metadata") ? TokenFilter.INCLUDE_ALL : this;
    }

    @Override
    public boolean includeNull() {
      return false;
    }

    @Override
    protected boolean _includeScalar() {
      return true;
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
      return false;
    }

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
      return false;
    }
  }
}
