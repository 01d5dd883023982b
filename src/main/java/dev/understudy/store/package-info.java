/**
 * Keeps what was told to the registry: the log of its revisions, group commit, and what is read
 * back of it. {@link dev.understudy.store.DurableWrites} belongs to the registry's event loop; the
 * log may be asked on any thread and works on threads of its database. Several servers may have one
 * log ({@link dev.understudy.store.Peers}): each follows what the others write. Beside it, the same
 * database has counts of usage, what names were taken to mean, webhooks and sources. Depends on
 * {@code address}, {@code discovery}, {@code registry}, {@code usage}, {@code json} and {@code
 * model}, on Vert.x, SQLite, Vert.x' PostgreSQL client and Flyway.
 */
@NullMarked
package dev.understudy.store;

import org.jspecify.annotations.NullMarked;
