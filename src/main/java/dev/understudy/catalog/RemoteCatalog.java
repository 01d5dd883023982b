package dev.understudy.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a remote source has, whole or not at all, by the rules of catalog files: either one
 * such file, of any provider, or definitions in full, as {@code GET /v1/models?view=full} lists
 * them or as a bare array. A model may extend a preset or another one of the same content.
 */
public final class RemoteCatalog {

  private static final String EXPECTED =
      "a catalog file, or a list of models as GET /v1/models?view=full answers";

  private RemoteCatalog() {}

  /**
   * Reads the models of a source, in its order. Takes its time; safe on any thread.
   *
   * @param source its name, which is the origin of its models
   * @throws CatalogException with every fault
   */
  public static List<ModelDefinition> read(String source, byte[] json) {
    CatalogFaults faults = new CatalogFaults();
    List<CatalogEntry> entries = entries(source, CatalogFile.tree(source, json, faults), faults);
    Inheritance read = new Inheritance(entries, faults);
    faults.throwIfAny();
    return entries.stream().map(read::model).toList();
  }

  private static List<CatalogEntry> entries(
      String source, @Nullable JsonNode root, CatalogFaults faults) {
    Origin origin = Origin.source(source);
    CatalogFile whole = CatalogFile.ofWholeModels(source, origin);
    if (root instanceof ObjectNode object) {
      return object.has("data")
          ? listed(whole, object, faults)
          : CatalogFile.parse(source, null, origin, object, faults);
    }
    if (root != null && root.isArray()) {
      return bare(whole, root, faults);
    }
    CatalogFile.refuseKind(source, root, EXPECTED, faults);
    return List.of();
  }

  private static List<CatalogEntry> listed(
      CatalogFile file, ObjectNode list, CatalogFaults faults) {
    Faults found = new Faults();
    Fields fields = new Fields(list, found);
    fields.text("object");
    fields.text("first_id");
    fields.text("last_id");
    boolean more = Boolean.TRUE.equals(fields.bool("has_more"));
    found.require(!more, "has_more", more, "false: all models, not one page of them");
    found.require(fields.get("data") != null, "data", null, "an array of models");
    List<CatalogEntry> entries =
        fields.list("data", (place, node) -> CatalogFile.entry(file, place, node, found));
    fields.refuseOthers();
    faults.addAll(file.name(), found.list());
    return entries;
  }

  private static List<CatalogEntry> bare(CatalogFile file, JsonNode array, CatalogFaults faults) {
    Faults found = new Faults();
    List<CatalogEntry> entries = new ArrayList<>();
    for (int i = 0; i < array.size() && !found.isFull(); i++) {
      CatalogEntry entry = CatalogFile.entry(file, "[" + i + "]", array.get(i), found);
      if (entry != null) {
        entries.add(entry);
      }
    }
    faults.addAll(file.name(), found.list());
    return entries;
  }
}
