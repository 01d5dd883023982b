package dev.understudy.discovery;

import dev.understudy.model.Named;
import java.util.Locale;

/** How far a name may be from the model that it resolves to. */
public enum ResolveMode implements Named {
  /** Only the id itself. */
  STRICT,
  /** The id or an alias. */
  ALIAS,
  /** Every step of {@link Resolver}. */
  FUZZY;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
