/**
 * What a simulated model says, and when. Plans are plain Java, made on worker threads from nothing
 * but a request and its seeds; only {@link dev.understudy.simulation.Pacer}, {@link
 * dev.understudy.simulation.TokenStream} and clocks know Vert.x: the first two play a plan and are
 * confined to one event loop. Depends on {@code content}, {@code text} and {@code model}.
 */
@NullMarked
package dev.understudy.simulation;

import org.jspecify.annotations.NullMarked;
