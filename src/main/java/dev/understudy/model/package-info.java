/**
 * What a model is: immutable values that validate themselves whole. Plain Java, no other package of
 * ours, no framework; safe on any thread.
 */
@NullMarked
package dev.understudy.model;

import org.jspecify.annotations.NullMarked;
