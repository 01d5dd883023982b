/**
 * Typed settings: the defaults of {@code conf/understudy.yaml} (which is in the jar), a file over
 * them, environment variables over that, flags over all. Immutable once loaded; safe on any thread.
 * Depends on {@code source}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.config;

import org.jspecify.annotations.NullMarked;
