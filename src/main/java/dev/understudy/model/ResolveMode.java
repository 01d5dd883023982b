package dev.understudy.model;

import java.util.Locale;

/** How far a name may be from the model that it resolves to. */
public enum ResolveMode implements Named {
  /** Only the id itself. */
  STRICT,
  /** The id or an alias. */
  ALIAS,
  /** Every step of the resolver. */
  FUZZY;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
