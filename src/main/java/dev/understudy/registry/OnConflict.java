package dev.understudy.registry;

import dev.understudy.model.Named;
import java.util.Locale;

/** What becomes of a registration whose id is there already. */
public enum OnConflict implements Named {
  /** It is refused, and all others of the same request with it. */
  FAIL,
  /** It takes the other's place. */
  REPLACE;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
