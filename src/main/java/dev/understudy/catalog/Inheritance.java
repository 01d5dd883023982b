package dev.understudy.catalog;

import dev.understudy.json.ModelReader;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.Preset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of all files, each after the one that it extends, in whatever order the files
 * have them. Chains are followed in a loop, not by recursion, so that their length costs no stack.
 *
 * <p>An entry with faults is replaced by a bare definition: what extends it is still read for its
 * own faults, and is not blamed for those of its base. Confined to one thread.
 */
final class Inheritance {

  private static final ModelDefinition BARE = ModelDefinition.builder("unnamed").build();

  private final CatalogFaults faults;
  private final ModelReader reader = new ModelReader(this::find, null);
  private final Map<String, CatalogEntry> byId = new HashMap<>();

  // By identity: twins are told apart.
  private final IdentityHashMap<CatalogEntry, ModelDefinition> done = new IdentityHashMap<>();

  Inheritance(List<CatalogEntry> entries, CatalogFaults faults) {
    this.faults = faults;
    entries.forEach(this::index);
    entries.forEach(this::resolve);
    new NameCheck(byId, faults).check(entries, this::model);
  }

  /** The definition of an entry; a bare one when it has faults. */
  ModelDefinition model(CatalogEntry entry) {
    return Objects.requireNonNull(done.get(entry));
  }

  private void index(CatalogEntry entry) {
    String id = entry.id();
    CatalogEntry first = id == null ? null : byId.putIfAbsent(id, entry);
    if (first != null) {
      Faults found = new Faults();
      found.add("id", id, "an id of its own; %s has it too".formatted(first.file().name()));
      faults.addAll(entry, found.list());
    }
  }

  private void resolve(CatalogEntry entry) {
    List<CatalogEntry> chain = new ArrayList<>();
    CatalogEntry next = entry;
    while (next != null && !done.containsKey(next)) {
      int start = chain.indexOf(next);
      if (start >= 0) {
        refuseCycle(chain.subList(start, chain.size()));
        break;
      }
      chain.add(next);
      next = base(next);
    }
    Collections.reverse(chain);
    chain.forEach(link -> done.put(link, read(link)));
  }

  private @Nullable CatalogEntry base(CatalogEntry entry) {
    String name = entry.base();
    return name == null || Named.find(Preset.class, name) != null ? null : byId.get(name);
  }

  private void refuseCycle(List<CatalogEntry> cycle) {
    String path = cycle.stream().map(CatalogEntry::id).collect(Collectors.joining(" -> "));
    for (CatalogEntry entry : cycle) {
      Faults found = new Faults();
      found.add("extends", path + " -> " + cycle.get(0).id(), "a chain that comes to an end");
      faults.addAll(entry, found.list());
    }
  }

  private ModelDefinition read(CatalogEntry entry) {
    Faults found = new Faults();
    ModelDefinition model = entry.file().read(entry, reader, found);
    faults.addAll(entry, found.list());
    return model == null ? BARE : model;
  }

  /** For the reader: what is there but not read yet is part of a cycle, which is told already. */
  private @Nullable ModelDefinition find(String id) {
    CatalogEntry entry = byId.get(id);
    return entry == null ? null : done.getOrDefault(entry, BARE);
  }
}
