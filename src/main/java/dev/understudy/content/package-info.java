/**
 * What a played model says: what the request sets, scripts, tools that are called, JSON or text.
 * Plain Java that computes, so it belongs on worker threads; what is public is safe on any thread
 * but for {@link TaskWriter}, and its only state is the scripts and caches. Depends on {@code
 * schema}, {@code text}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.content;

import org.jspecify.annotations.NullMarked;
