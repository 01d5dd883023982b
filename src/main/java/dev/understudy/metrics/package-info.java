/**
 * Names and registration of meters. Recording is safe on any thread; what a scrape reads is
 * Micrometer's. Depends on {@code webhook}, {@code source}, {@code feed}, {@code store}, {@code
 * fault}, {@code simulation} and {@code model}.
 */
@NullMarked
package dev.understudy.metrics;

import org.jspecify.annotations.NullMarked;
