package dev.understudy.webhook;

import dev.understudy.store.WebhookProgress;
import io.vertx.core.buffer.Buffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is sent next.
 *
 * @param id the same for all attempts
 * @param type what it tells
 * @param body JSON, the same for all attempts
 * @param done how far the webhook has been told once it is done with
 * @param loss why something was not told; null for nothing
 */
record Message(
    String id,
    String type,
    Buffer body,
    UnaryOperator<WebhookProgress> done,
    @Nullable String loss) {}
