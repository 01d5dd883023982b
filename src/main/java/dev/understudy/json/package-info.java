/**
 * The only place that knows the field names of the JSON forms and how strictly they are read:
 * definitions are read whole, with every fault named. Stateless; safe on any thread. Depends on
 * {@code model}, on Jackson and on Caffeine.
 */
@NullMarked
package dev.understudy.json;

import org.jspecify.annotations.NullMarked;
