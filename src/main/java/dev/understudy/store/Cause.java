package dev.understudy.store;

import dev.understudy.model.Named;
import java.util.Locale;

/** Why a revision was made. */
public enum Cause implements Named {
  /** A client wrote. */
  WRITE,
  /** The catalog's files differ from what was loaded of them before. */
  CATALOG,
  /** A remote source had other content, has gone, or could not be read. */
  SOURCE,
  /** Statuses followed their dates. */
  STATUS,
  /** A model was set back to an earlier version. */
  ROLLBACK,
  /** A snapshot was restored. */
  RESTORE,
  /** What could not be read was given up, as a start with accepted loss does. */
  LOSS;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
