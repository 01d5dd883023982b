package dev.understudy.store;

import dev.understudy.model.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an alias means from one revision on. Immutable; safe on any thread.
 *
 * @param alias the name
 * @param revision the write that moved it
 * @param at when
 * @param target the id of the model that has it from then on; null for none
 */
public record AliasMove(String alias, Revision revision, Instant at, @Nullable String target) {}
