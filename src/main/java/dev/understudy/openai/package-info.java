/**
 * OpenAI's wire formats: what their bodies ask for and the frames that answer them. Plain Java,
 * each request and answer confined to its connection's event loop. Depends on {@code wire}, {@code
 * simulation}, {@code content}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.openai;

import org.jspecify.annotations.NullMarked;
