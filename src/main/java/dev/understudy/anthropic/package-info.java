/**
 * Anthropic's wire format: what bodies of the Messages API ask for and the events that answer them.
 * Plain Java, each request and answer confined to one thread at a time. Depends on {@code wire},
 * {@code simulation}, {@code content}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.anthropic;

import org.jspecify.annotations.NullMarked;
