package dev.understudy.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Of which revisions every version is kept. Of the others the latest of each model and alias is.
 *
 * @param revisions how many of the last, from 1
 * @param age none older than this; null for any age
 */
public record Retention(long revisions, @Nullable Duration age) {

  /** Refuses to keep none. */
  public Retention {
    if (revisions < 1) {
      throw new IllegalArgumentException("revisions: " + revisions + " (expected: from 1)");
    }
  }
}
