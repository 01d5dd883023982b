/**
 * Faults that are injected into answers on purpose, and scenarios that change them over time: what
 * is asked for, what a seed makes of it, and what becomes of a plan. Plain Java; the bytes of
 * answers are broken by {@code http}. Depends on {@code simulation}, {@code json} and {@code
 * model}.
 */
@NullMarked
package dev.understudy.fault;

import org.jspecify.annotations.NullMarked;
