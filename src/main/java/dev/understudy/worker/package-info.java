/**
 * What computes, off the event loops: name resolution and search over an index that follows the
 * registry's snapshot, and the planning of streams. {@link dev.understudy.worker.Discoverer} is
 * shared by all workers and thread-safe. Depends on {@code bus}, {@code simulation}, {@code
 * discovery}, {@code registry} and {@code model}.
 */
@NullMarked
package dev.understudy.worker;

import org.jspecify.annotations.NullMarked;
