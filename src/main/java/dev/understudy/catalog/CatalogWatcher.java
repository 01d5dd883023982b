package dev.understudy.catalog;

import dev.understudy.catalog.CatalogDirectory.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the files of a catalog have changed since it was loaded. Looks first at names,
 * sizes and times, and reads the files only when these differ; what counts in the end is the
 * content, so that a touched file is no change.
 *
 * <p>A time that is too young proves nothing: a file can be written twice within one tick of the
 * file system's clock. As long as the youngest file is younger than {@link #SETTLED}, each poll
 * reads the files again.
 *
 * <p>Keeps no thread and no timer: its owner polls it, always from one thread at a time, off the
 * event loops, as it blocks on files.
 */
public final class CatalogWatcher {

  /** The age from which a file's time is taken to tell its content. */
  static final Duration SETTLED = Duration.ofSeconds(2);

  private final CatalogDirectory directory;
  private final InstantSource clock;

  // Null until it can be relied on.
  private @Nullable Map<String, FileState> settled;
  private String fingerprint;

  /**
   * A watcher of the catalog in that directory.
   *
   * @param directory the catalog
   * @param fingerprint what was loaded: {@link Catalog#fingerprint}; empty when nothing was
   * @param clock the time, to tell young files
   */
  public CatalogWatcher(Path directory, String fingerprint, InstantSource clock) {
    this.directory = new CatalogDirectory(directory);
    this.fingerprint = fingerprint;
    this.clock = clock;
  }

  /**
   * Looks at the files.
   *
   * @return true once for each change, a bad or half-written file included: to load it is to learn
   *     what is wrong with it, and the change that makes it good is told again. A directory that
   *     cannot be read counts as one more content
   */
  public boolean poll() {
    Instant now = clock.instant();
    String found;
    try {
      SortedMap<String, FileState> files = directory.list();
      if (files.equals(settled)) {
        return false;
      }
      found = read(files);
      settled = isSettled(files, now) ? files : null;
    } catch (IOException e) {
      found = "unreadable: " + e;
      settled = null;
    }
    boolean changed = !found.equals(fingerprint);
    fingerprint = found;
    return changed;
  }

  private String read(SortedMap<String, FileState> files) throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (String name : files.keySet()) {
      contents.put(name, directory.read(name));
    }
    return CatalogDirectory.fingerprint(contents);
  }

  private static boolean isSettled(Map<String, FileState> files, Instant now) {
    Instant youngest = now.minus(SETTLED);
    return files.values().stream().noneMatch(f -> f.modified().toInstant().isAfter(youngest));
  }
}
