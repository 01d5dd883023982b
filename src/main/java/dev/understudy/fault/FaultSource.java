package dev.understudy.fault;

import dev.understudy.model.Named;
import java.util.Locale;

/** Who asked for a fault. */
public enum FaultSource implements Named {
  /** The request, in a header. */
  HEADER,
  /** The request, in its body. */
  BODY,
  /** A configured rule. */
  RULE,
  /** A scenario that is being played. */
  SCENARIO;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
