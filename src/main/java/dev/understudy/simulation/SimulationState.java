package dev.understudy.simulation;

import dev.understudy.model.Named;
import java.util.Locale;

/** Where a simulation is in its life. */
public enum SimulationState implements Named {
  /** Its tokens are being sent, or their times waited for. */
  PLAYING,
  /** All of it was sent. */
  DONE,
  /** The server ended it before its time. */
  CUT,
  /** Who asked went away, or asked for it to end. */
  DISCONNECTED,
  /** It was planned, and then not begun. */
  REFUSED;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
