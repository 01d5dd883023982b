package dev.understudy.model;

import java.util.Locale;

/** Why an alias exists. */
public enum AliasKind implements Named {
  /** A dated id of the same weights. */
  SNAPSHOT,
  /** A name that its vendor moves to newer models over time. */
  POINTER,
  /** The id that another host uses for the same model. */
  HOST,
  /** An older or mistaken id of the same model. */
  LEGACY;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
