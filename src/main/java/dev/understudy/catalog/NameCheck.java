package dev.understudy.catalog;

import dev.understudy.model.Faults;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Ids and aliases of all files share one name space; a clash names both models and both files. */
final class NameCheck {

  private final CatalogFaults faults;
  private final Map<String, CatalogEntry> owners;

  NameCheck(Map<String, CatalogEntry> byId, CatalogFaults faults) {
    this.owners = new HashMap<>(byId);
    this.faults = faults;
  }

  void check(List<CatalogEntry> entries, Function<CatalogEntry, ModelDefinition> models) {
    for (CatalogEntry entry : entries) {
      Faults found = new Faults();
      List<ModelAlias> aliases = models.apply(entry).aliases();
      for (int i = 0; i < aliases.size(); i++) {
        String alias = aliases.get(i).name();
        CatalogEntry owner = owners.putIfAbsent(alias, entry);
        if (owner != null) {
          String expected = "a name of its own; it is a name of %s in %s";
          found.add(
              "aliases[" + i + "]", alias, expected.formatted(owner.id(), owner.file().name()));
        }
      }
      faults.addAll(entry, found.list());
    }
  }
}
