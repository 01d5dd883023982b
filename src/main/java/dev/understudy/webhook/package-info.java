/**
 * Tells webhooks what happens, as Standard Webhooks 1.0.0 says. The log is the outbox: an event is
 * committed with its change, and each webhook has a cursor into the log that moves once the outcome
 * is kept. {@link dev.understudy.webhook.Webhooks} belongs to one event loop. Depends on {@code
 * address}, {@code bus}, {@code feed}, {@code store}, {@code registry}, {@code json} and {@code
 * model}, and on Vert.x.
 */
@NullMarked
package dev.understudy.webhook;

import org.jspecify.annotations.NullMarked;
