package dev.understudy.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook is sent, and which events: a filter as of the change feed, empty for all.
 * Immutable; safe on any thread.
 *
 * @param url http or https
 * @param description for people
 * @param types names of types, in which {@code *} stands for anything
 * @param providers of models
 * @param models ids or aliases, in which {@code *} stands for anything
 * @param tags that a model has, all of them
 */
public record WebhookTarget(
    String url,
    @Nullable String description,
    List<String> types,
    List<String> providers,
    List<String> models,
    List<String> tags) {

  /** Copies the lists. */
  public WebhookTarget {
    types = List.copyOf(types);
    providers = List.copyOf(providers);
    models = List.copyOf(models);
    tags = List.copyOf(tags);
  }
}
