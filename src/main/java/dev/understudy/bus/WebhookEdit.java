package dev.understudy.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a webhook to be; null for as it is. Immutable; safe on any thread.
 *
 * @param url http or https
 * @param description for people; empty for none
 * @param types names of types of events, in which {@code *} stands for anything; empty for all
 * @param providers of models; empty for all
 * @param models ids or aliases, in which {@code *} stands for anything; empty for all
 * @param tags that a model must have, all of them
 */
public record WebhookEdit(
    @Nullable String url,
    @Nullable String description,
    @Nullable List<String> types,
    @Nullable List<String> providers,
    @Nullable List<String> models,
    @Nullable List<String> tags) {

  /** Sent to that URL, all events. */
  public static WebhookEdit to(String url) {
    return new WebhookEdit(url, null, null, null, null, null);
  }

  /** The same, of these types alone. */
  public WebhookEdit withTypes(List<String> only) {
    return new WebhookEdit(url, description, List.copyOf(only), providers, models, tags);
  }
}
