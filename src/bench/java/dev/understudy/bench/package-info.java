/**
 * Benchmarks: bare servers to compare with, load clients, and JMH. Built by {@code -Pbench} only.
 */
@NullMarked
package dev.understudy.bench;

import org.jspecify.annotations.NullMarked;
