/**
 * The only place that knows the field names of the JSON forms and how strictly they are read:
 * definitions are read whole, with every fault named. Stateless; safe on any thread. Depends on
 * {@code model}, and on Jackson.
 */
@NullMarked
package dev.understudy.json;

import org.jspecify.annotations.NullMarked;
