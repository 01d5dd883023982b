package dev.understudy.model;

import java.util.Locale;

/** Where a model stands in its life. */
public enum ModelStatus implements Named {
  /** In service. */
  ACTIVE,
  /** In service, not final. */
  PREVIEW,
  /** In service, its end announced. */
  DEPRECATED,
  /** No longer served by its vendor. */
  RETIRED;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
