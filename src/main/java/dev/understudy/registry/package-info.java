/**
 * The current set of models and what may be done to it. A {@link
 * dev.understudy.registry.ModelRegistry} belongs to one thread, the registry's event loop;
 * snapshots and all that they hold are immutable and safe on any thread. Plain Java: depends on
 * model and json, on RoaringBitmap, vavr and Caffeine's interner, never on Vert.x.
 */
@NullMarked
package dev.understudy.registry;

import org.jspecify.annotations.NullMarked;
