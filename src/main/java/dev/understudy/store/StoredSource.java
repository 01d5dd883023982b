package dev.understudy.store;

import org.jspecify.annotations.Nullable;

/**
 * A remote source as it is kept, without its models. Immutable; safe on any thread.
 *
 * @param name of the source
 * @param spec what was said of it, as JSON; null for one that nobody has added, such as one of the
 *     configuration
 * @param status how it did last, as JSON; null when that is not known
 */
public record StoredSource(String name, @Nullable String spec, @Nullable String status) {}
