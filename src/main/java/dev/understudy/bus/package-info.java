/**
 * The event-bus contract: addresses, requests, the codec, and the typed client that other verticles
 * use. Requests are immutable and travel by reference within a JVM, as JSON over a wire. The client
 * is safe on any thread. {@link dev.understudy.bus.Planning} and {@link
 * dev.understudy.bus.SimulationPlayer} play models for it and for HTTP alike, within the JVM.
 * Depends on {@code simulation}, {@code discovery}, {@code source}, {@code store}, {@code
 * registry}, {@code usage}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.bus;

import org.jspecify.annotations.NullMarked;
