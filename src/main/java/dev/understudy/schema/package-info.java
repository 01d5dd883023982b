/**
 * JSON that is true to a schema ({@link dev.understudy.schema.JsonSource}), drawn by seed and
 * checked by a validator, within bounds on what a schema can cost. What stands in a property goes
 * by its name, as data in {@code values.txt}. Plain Java that computes, so it belongs on worker
 * threads; what is public is safe on any thread, and its only state is a cache. Depends on {@code
 * text} and {@code model}.
 */
@NullMarked
package dev.understudy.schema;

import org.jspecify.annotations.NullMarked;
