package dev.understudy.catalog;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.json.ModelReader;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog file says beside its models.
 *
 * @param name the file's name, {@code openai.json}
 * @param provider the provider, which is the name without its ending
 * @param sources texts by short key
 * @param defaults fields of every model of the file; empty when they have faults, so that these are
 *     told once and not for every model
 */
record CatalogFile(String name, String provider, Map<String, String> sources, ObjectNode defaults) {

  static final String ENDING = ".json";

  /** What the loader sets itself. */
  private static final List<String> NOT_STATED = List.of("provider", "origin", "derived");

  /** What no two models can share. */
  private static final List<String> NOT_SHARED = List.of("id", "name", "aliases", "extends");

  /** Reads the entries of a file; what is wrong with the file itself is noted. */
  static List<CatalogEntry> parse(String name, byte[] bytes, CatalogFaults faults) {
    ObjectNode root = tree(name, bytes, faults);
    if (root == null) {
      return List.of();
    }
    Faults found = new Faults();
    Fields fields = new Fields(root, found);
    fields.text("$schema");
    String provider = name.substring(0, name.length() - ENDING.length());
    JsonNode stated = fields.get("provider");
    boolean same = stated != null && provider.equals(stated.textValue());
    found.require(same, "provider", stated, provider + ", as the file is called");
    Map<String, String> sources =
        Objects.requireNonNullElse(fields.object("sources", CatalogFile::table), Map.of());
    ObjectNode defaults = defaults(fields, sources);
    CatalogFile file = new CatalogFile(name, provider, sources, defaults);
    found.require(fields.get("models") != null, "models", null, "an array of models");
    List<CatalogEntry> entries =
        fields.list("models", (place, node) -> entry(file, place, node, found));
    fields.refuseOthers();
    faults.addAll(name, found.list());
    return entries;
  }

  private static @Nullable ObjectNode tree(String name, byte[] bytes, CatalogFaults faults) {
    try {
      JsonNode root = Json.mapper().readTree(bytes);
      if (root instanceof ObjectNode object) {
        return object;
      }
      String kind = root.isMissingNode() ? "nothing" : Fields.kindOf(root);
      faults.add(name, null, new Fault("line 1, column 1", kind, "a JSON object"));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      String what = e.getOriginalMessage().lines().findFirst().orElse("");
      faults.add(name, null, new Fault(place, what, "valid JSON"));
    } catch (IOException e) {
      faults.add(name, null, Fault.of("", e, "valid JSON"));
    }
    return null;
  }

  private static Map<String, String> table(Fields fields) {
    Map<String, String> table = new LinkedHashMap<>();
    for (String key : fields.everything().keySet()) {
      String text = fields.text(key);
      if (text != null) {
        table.put(key, text);
      }
    }
    return table;
  }

  private static @Nullable CatalogEntry entry(
      CatalogFile file, String place, JsonNode node, Faults found) {
    found.require(node.isObject(), place, node, "an object");
    return node instanceof ObjectNode object ? new CatalogEntry(file, place, object) : null;
  }

  private static ObjectNode defaults(Fields file, Map<String, String> sources) {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    JsonNode node = file.get("defaults");
    if (node == null) {
      return none;
    }
    Faults found = new Faults();
    if (node instanceof ObjectNode object) {
      checkDefaults(object, sources, found);
    } else {
      found.add("", node, "an object");
    }
    file.faults().addAll("defaults", found.list());
    return found.none() ? (ObjectNode) node : none;
  }

  /** Defaults must make sense on their own: they are read as a model that has nothing else. */
  private static void checkDefaults(
      ObjectNode defaults, Map<String, String> sources, Faults found) {
    ObjectNode model = defaults.deepCopy();
    refuse(model, NOT_STATED, "nothing: the loader sets it", found);
    refuse(model, NOT_SHARED, "nothing: models cannot share it", found);
    model.put("id", "defaults");
    ModelDefinition read = found.part("", () -> ModelReader.presetsOnly().read(model));
    if (read != null) {
      texts(sources, read.sources(), found);
    }
  }

  /** Reads the model of an entry, or null when it has faults, which are noted. */
  @Nullable ModelDefinition read(CatalogEntry entry, ModelReader reader, Faults found) {
    ObjectNode own = entry.node().deepCopy();
    refuse(own, NOT_STATED, "nothing: the loader sets it", found);
    ModelDefinition model = found.part("", () -> reader.read(own, defaults));
    if (model == null) {
      return null;
    }
    List<String> texts = texts(sources, model.sources(), found);
    return found.none() ? model.with(m -> m.provider(provider).sources(texts)) : null;
  }

  private static void refuse(ObjectNode node, List<String> fields, String expected, Faults found) {
    for (String field : fields) {
      JsonNode value = node.remove(field);
      found.require(value == null, field, value, expected);
    }
  }

  private static List<String> texts(Map<String, String> table, List<String> keys, Faults found) {
    List<String> texts = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      String text = table.get(keys.get(i));
      found.require(text != null, "sources[" + i + "]", keys.get(i), "a key of the file's sources");
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }
}
