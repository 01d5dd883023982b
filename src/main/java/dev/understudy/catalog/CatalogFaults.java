package dev.understudy.catalog;

import dev.understudy.model.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of all files, so that all are told at once. Confined to one thread. */
final class CatalogFaults {

  private final List<CatalogFault> found = new ArrayList<>();

  void add(String file, @Nullable String model, Fault fault) {
    found.add(new CatalogFault(file, model, fault));
  }

  void addAll(String file, List<Fault> faults) {
    faults.forEach(fault -> add(file, null, fault));
  }

  /** Notes faults of an entry; of one without an id they are told by its place in the file. */
  void addAll(CatalogEntry entry, List<Fault> faults) {
    String id = entry.id();
    for (Fault fault : faults) {
      add(entry.file().name(), id, id == null ? fault.under(entry.place()) : fault);
    }
  }

  /**
   * Ends the collecting.
   *
   * @throws CatalogException when anything was noted
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      // Stable: within a file the order of finding stays.
      found.sort(Comparator.comparing(CatalogFault::file));
      throw new CatalogException(found);
    }
  }
}
