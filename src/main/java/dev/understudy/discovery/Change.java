package dev.understudy.discovery;

import org.jspecify.annotations.Nullable;

/**
 * A difference between a name and the model that it resolved to.
 *
 * @param part case_and_separators, order, owner, family, tier, date, size, variant, version, finish
 *     or format; of what a rule took off its kind: host, tag, version, context, quantisation or
 *     name; spelling of a word
 * @param from what the query says; null when it says nothing
 * @param to what the model's name says; null when it says nothing
 */
public record Change(String part, @Nullable String from, @Nullable String to) {}
