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
import dev.understudy.model.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog file says beside its models.
 *
 * @param name the file's name, {@code openai.json}; of what is no file, what messages call it
 * @param provider of its models; null when each model states its own
 * @param origin of its models
 * @param sources the file's table of sources
 * @param offers the file's table of other hosts' offers, by model id
 * @param efforts the file's table of how models think unasked
 * @param defaults fields of every model of the file; empty when they have faults, so that these are
 *     told once and not for every model
 */
record CatalogFile(
    String name,
    @Nullable String provider,
    Origin origin,
    SourceTable sources,
    ObjectNode offers,
    EffortTable efforts,
    ObjectNode defaults) {

  static final String ENDING = ".json";

  private static final String OFFERS = "reference_offers";
  private static final String EFFORTS = "usual_effort";

  /** What the loader sets itself. */
  private static final List<String> NOT_STATED = List.of("provider", "origin", "derived");

  /** What a parser adds to its limits. */
  private static final Pattern PARSERS_SETTING = Pattern.compile(", from `[^`]*`");

  /** What no two models can share. */
  private static final List<String> NOT_SHARED = List.of("id", "name", "aliases", "extends");

  /** The name of the provider that a file of that name is for. */
  static String providerOf(String name) {
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Reads the entries of a file; what is wrong with the file itself is noted. */
  static List<CatalogEntry> parse(String name, byte[] bytes, CatalogFaults faults) {
    JsonNode root = tree(name, bytes, faults);
    if (root instanceof ObjectNode object) {
      return parse(name, providerOf(name), Origin.catalog(name), object, faults);
    }
    refuseKind(name, root, "a JSON object", faults);
    return List.of();
  }

  /**
   * Reads the entries of a file.
   *
   * @param provider what the file must say that it is; null for anything
   */
  static List<CatalogEntry> parse(
      String name,
      @Nullable String provider,
      Origin origin,
      ObjectNode root,
      CatalogFaults faults) {
    Faults found = new Faults();
    Fields fields = new Fields(root, found);
    fields.text("$schema");
    CatalogFile file = head(name, provider(provider, fields), origin, fields);
    found.require(fields.get("models") != null, "models", null, "an array of models");
    List<CatalogEntry> entries =
        fields.list("models", (place, node) -> entry(file, place, node, found));
    checkTables(fields, entries, found);
    fields.refuseOthers();
    faults.addAll(name, found.list());
    return entries;
  }

  /** Of models that stand alone, each in full, as a registry lists them. */
  static CatalogFile ofWholeModels(String name, Origin origin) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    return new CatalogFile(
        name, null, origin, SourceTable.EMPTY, nothing, EffortTable.EMPTY, nothing);
  }

  private static String provider(@Nullable String expected, Fields fields) {
    if (expected == null) {
      String stated = fields.text("provider");
      fields.faults().require(fields.get("provider") != null, "provider", null, "its name");
      return Objects.requireNonNullElse(stated, "");
    }
    JsonNode stated = fields.get("provider");
    boolean same = stated != null && expected.equals(stated.textValue());
    fields.faults().require(same, "provider", stated, expected + ", as the file is called");
    return expected;
  }

  private static CatalogFile head(String name, String provider, Origin origin, Fields fields) {
    SourceTable sources =
        Objects.requireNonNullElse(fields.object("sources", SourceTable::read), SourceTable.EMPTY);
    ObjectNode offers = objectOrEmpty(fields, OFFERS);
    EffortTable efforts =
        Objects.requireNonNullElse(fields.object(EFFORTS, EffortTable::read), EffortTable.EMPTY);
    return new CatalogFile(
        name, provider, origin, sources, offers, efforts, defaults(fields, sources));
  }

  /** Null when it is no JSON, which is noted. */
  static @Nullable JsonNode tree(String name, byte[] bytes, CatalogFaults faults) {
    try {
      return Json.readTree(bytes);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      String what =
          PARSERS_SETTING
              .matcher(e.getOriginalMessage().lines().findFirst().orElse(""))
              .replaceAll("");
      faults.add(name, null, new Fault(place, what, "valid JSON"));
    } catch (IOException e) {
      faults.add(name, null, Fault.of("", e, "valid JSON"));
    }
    return null;
  }

  /** Notes that a file is something else than it should be; of what is no JSON that is told. */
  static void refuseKind(
      String name, @Nullable JsonNode root, String expected, CatalogFaults faults) {
    if (root != null) {
      String kind = root.isMissingNode() ? "nothing" : Fields.kindOf(root);
      faults.add(name, null, new Fault("line 1, column 1", kind, expected));
    }
  }

  private static ObjectNode objectOrEmpty(Fields fields, String name) {
    JsonNode node = fields.get(name);
    fields.faults().require(node == null || node.isObject(), name, node, "an object");
    return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  static @Nullable CatalogEntry entry(CatalogFile file, String place, JsonNode node, Faults found) {
    found.require(node.isObject(), place, node, "an object");
    return node instanceof ObjectNode object ? new CatalogEntry(file, place, object) : null;
  }

  private static void checkTables(Fields fields, List<CatalogEntry> entries, Faults found) {
    Set<String> ids =
        entries.stream().map(CatalogEntry::id).filter(Objects::nonNull).collect(Collectors.toSet());
    for (String table : List.of(OFFERS, EFFORTS)) {
      JsonNode given = fields.get(table);
      for (String id : given == null ? List.<String>of() : names(given)) {
        found.require(ids.contains(id), table, id, "the id of a model of this file");
      }
    }
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Defaults must make sense on their own: they are read as a model that has nothing else. */
  private static ObjectNode defaults(Fields file, SourceTable sources) {
    ObjectNode defaults = objectOrEmpty(file, "defaults");
    ObjectNode model = defaults.deepCopy();
    Faults found = new Faults();
    refuse(model, NOT_STATED, "nothing: the loader sets it", found);
    refuse(model, NOT_SHARED, "nothing: models cannot share it", found);
    model.put("id", "defaults");
    ModelDefinition read = found.part("", () -> ModelReader.presetsOnly().read(model));
    if (read != null) {
      sources.find(read.sources(), found);
    }
    file.faults().addAll("defaults", found.list());
    return found.none() ? defaults : JsonNodeFactory.instance.objectNode();
  }

  /** Reads the model of an entry; null when it has faults, which are noted. */
  @Nullable ModelDefinition read(CatalogEntry entry, ModelReader reader, Faults found) {
    return provider == null
        ? readWhole(entry, reader, found)
        : readOver(provider, entry, reader, found);
  }

  private @Nullable ModelDefinition readWhole(
      CatalogEntry entry, ModelReader reader, Faults found) {
    ModelDefinition model = found.part("", () -> reader.read(entry.node()));
    return model == null ? null : model.with(m -> m.origin(origin));
  }

  private @Nullable ModelDefinition readOver(
      String owner, CatalogEntry entry, ModelReader reader, Faults found) {
    ObjectNode own = entry.node().deepCopy();
    refuse(own, NOT_STATED, "nothing: the loader sets it", found);
    JsonNode offered = offers.get(Objects.requireNonNullElse(entry.id(), ""));
    if (offered != null && !own.has(OFFERS)) {
      own.set(OFFERS, offered);
    }
    ModelDefinition model = found.part("", () -> reader.read(own, defaults));
    List<String> texts = model == null ? List.of() : sources.find(model.sources(), found);
    return model == null || !found.none()
        ? null
        : model.with(
            m ->
                m.provider(owner)
                    .origin(origin)
                    .sources(texts)
                    .latencyProfile(sources.spellOut(efforts.latency(model))));
  }

  private static void refuse(ObjectNode node, List<String> fields, String expected, Faults found) {
    for (String field : fields) {
      JsonNode value = node.remove(field);
      found.require(value == null, field, value, expected);
    }
  }
}
