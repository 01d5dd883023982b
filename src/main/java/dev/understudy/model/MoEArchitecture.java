package dev.understudy.model;

import java.util.Locale;

/** How the experts of a model are used. */
public enum MoEArchitecture implements Named {
  /** A few experts a token. */
  SPARSE,
  /** All experts for each token. */
  DENSE,
  /** Dense and expert layers mixed. */
  HYBRID;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
