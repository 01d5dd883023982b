/**
 * The HTTP API: routes, their parameters, bodies, errors. Each event loop has handlers of its own;
 * what they share (encoded bodies) is thread-safe. Reads go straight to the registry's snapshot;
 * writes and resolving go over the bus, planning straight to workers. Depends on {@code retrieval},
 * {@code feed}, {@code openai}, {@code anthropic}, {@code wire}, {@code fault}, {@code bus}, {@code
 * source}, {@code address}, {@code simulation}, {@code text}, {@code discovery}, {@code store},
 * {@code registry}, {@code usage}, {@code config}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.http;

import org.jspecify.annotations.NullMarked;
