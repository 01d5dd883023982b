/**
 * The HTTP API: routes, their parameters, bodies, errors. Each event loop has handlers of its own;
 * what they share (encoded bodies) is thread-safe. Reads go straight to the registry's snapshot;
 * writes, resolving and planning go over the bus. Depends on {@code bus}, {@code registry}, {@code
 * discovery}, {@code simulation}, {@code json}, {@code config} and {@code model}.
 */
@NullMarked
package dev.understudy.http;

import org.jspecify.annotations.NullMarked;
