package dev.understudy.catalog;

import dev.understudy.model.Fault;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a catalog from a directory, whole or not at all. Every file is read and checked, whichever
 * providers are chosen: a model may extend one of any file, and names are unique over all files.
 * Immutable; safe on any thread. Blocks on files, so it is not for event loops.
 */
public final class CatalogLoader {

  /** Chooses every provider that has a file. */
  public static final String ALL = "all";

  private final CatalogDirectory directory;

  /** A loader of the catalog in that directory. */
  public CatalogLoader(Path directory) {
    this.directory = new CatalogDirectory(directory);
  }

  /**
   * Reads the models of all providers.
   *
   * @throws CatalogException with every fault of every file
   */
  public Catalog load() {
    return load(Set.of(ALL));
  }

  /**
   * Reads the models of some providers.
   *
   * @param providers names of providers, or {@link #ALL}
   * @throws CatalogException with every fault of every file, chosen or not
   */
  public Catalog load(Collection<String> providers) {
    CatalogFaults faults = new CatalogFaults();
    SortedMap<String, byte[]> files = read(faults);
    List<CatalogEntry> entries = new ArrayList<>();
    files.forEach((name, bytes) -> entries.addAll(CatalogFile.parse(name, bytes, faults)));
    Inheritance resolution = new Inheritance(entries, faults);
    List<String> chosen = chosen(providers, files.keySet(), faults);
    faults.throwIfAny();
    List<ModelDefinition> models =
        entries.stream()
            .filter(entry -> chosen.contains(entry.file().provider()))
            .map(resolution::model)
            .toList();
    return new Catalog(models, chosen, CatalogDirectory.fingerprint(files));
  }

  /**
   * Reads the models of one provider, for a look at them without a registry.
   *
   * @throws CatalogException with every fault of every file
   */
  public List<ModelDefinition> models(String provider) {
    return load(Set.of(provider)).models();
  }

  private SortedMap<String, byte[]> read(CatalogFaults faults) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : names(faults)) {
      try {
        files.put(name, directory.read(name));
      } catch (IOException e) {
        faults.add(name, null, new Fault("", describe(e), "a file that can be read"));
      }
    }
    return files;
  }

  private Set<String> names(CatalogFaults faults) {
    String place = directory.path().toString();
    String expected = "a directory with a file <provider>.json for each provider";
    try {
      Set<String> names = directory.list().keySet();
      if (names.isEmpty()) {
        faults.add(place, null, new Fault("", "no *.json file", expected));
      }
      return names;
    } catch (IOException e) {
      faults.add(place, null, new Fault("", describe(e), expected));
      return Set.of();
    }
  }

  private static String describe(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "not there";
    }
    return e instanceof NotDirectoryException ? "not a directory" : e.toString();
  }

  private List<String> chosen(Collection<String> wanted, Set<String> files, CatalogFaults faults) {
    List<String> known = files.stream().map(CatalogFile::providerOf).sorted().toList();
    Set<String> unknown = new LinkedHashSet<>(wanted);
    unknown.remove(ALL);
    known.forEach(unknown::remove);
    if (!unknown.isEmpty() || wanted.isEmpty()) {
      String given = wanted.isEmpty() ? "none" : String.join(", ", unknown);
      String expected = ALL + ", or some of " + String.join(", ", known);
      faults.add(directory.path().toString(), null, new Fault("providers", given, expected));
    }
    return wanted.contains(ALL) ? known : known.stream().filter(wanted::contains).toList();
  }
}
