package dev.understudy.simulation;

import dev.understudy.model.Named;
import java.util.Locale;

/** Why an answer ended. */
public enum FinishReason implements Named {
  /** It was complete, or a stop sequence ended it. */
  STOP,
  /** It met a limit: the client's, the model's, or that of the context window. */
  LENGTH,
  /** It calls tools, whose results are waited for. */
  TOOL_CALLS;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
