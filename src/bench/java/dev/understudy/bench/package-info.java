/** Benchmarks and load clients; not part of the server. */
@NullMarked
package dev.understudy.bench;

import org.jspecify.annotations.NullMarked;
