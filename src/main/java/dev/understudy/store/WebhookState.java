package dev.understudy.store;

import dev.understudy.model.Named;
import java.util.Locale;

/** Whether a webhook is told of what happens. */
public enum WebhookState implements Named {
  /** It is told. */
  ACTIVE,
  /** Somebody wants it to wait. */
  PAUSED,
  /** Its receiver is gone, or has failed for too long; it waits until somebody resumes it. */
  DISABLED;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
