package dev.understudy.wire;

import dev.understudy.content.Message;
import dev.understudy.content.ToolCall;
import dev.understudy.simulation.Prompt;
import java.util.ArrayList;
import java.util.List;

/** What was said so far, as a prompt. */
public final class ConversationPrompt {

  /**
   * Tokens that frame a message, and again those that begin the answer (OpenAI Cookbook: How to
   * count tokens with tiktoken). Others do not say theirs; they are taken to have as many.
   */
  private static final int TOKENS_PER_MESSAGE = 3;

  private ConversationPrompt() {}

  /**
   * The prompt of these messages.
   *
   * @param toolText what tools and a schema add to it; may be empty
   * @param otherTokens what images and the like add to it, from 0
   */
  public static Prompt of(List<Message> messages, String toolText, long otherTokens) {
    List<String> texts = new ArrayList<>();
    for (Message message : messages) {
      texts.add(message.role().name());
      texts.add(message.text());
      for (ToolCall call : message.calls()) {
        texts.add(call.name());
        texts.add(call.arguments());
      }
    }
    if (!toolText.isEmpty()) {
      texts.add(toolText);
    }
    long tokens = TOKENS_PER_MESSAGE * (messages.size() + 1L) + otherTokens;
    return new Prompt(texts, (int) Math.min(tokens, Integer.MAX_VALUE));
  }
}
