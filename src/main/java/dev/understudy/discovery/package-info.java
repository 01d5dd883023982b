/**
 * Which model a name means, and what a name says: parsing, resolving, suggesting, inferring,
 * searching. Plain Java; every index is immutable and made from model definitions, so any thread
 * may read it. Depends on {@code registry} and {@code model}, and on Jackson, for the file of
 * inference rules.
 */
@NullMarked
package dev.understudy.discovery;

import org.jspecify.annotations.NullMarked;
