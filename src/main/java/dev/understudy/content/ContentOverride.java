package dev.understudy.content;

import org.jspecify.annotations.Nullable;

/**
 * What the answer is to say, where a request sets it instead of leaving it to the model. Immutable.
 *
 * @param text the answer, word for word; null when not set
 * @param echo whether the answer is the user's last message
 * @param toolCalls how many tools are called, from 0; null when not set
 */
public record ContentOverride(@Nullable String text, boolean echo, @Nullable Integer toolCalls) {

  /** All is left to the model. */
  public static final ContentOverride NONE = new ContentOverride(null, false, null);
}
