/**
 * OpenAI's wire formats: what their bodies ask for and the frames that answer them. Plain Java,
 * each request and answer confined to one thread at a time. Depends on {@code wire}, {@code
 * simulation}, {@code content}, {@code text}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.openai;

import org.jspecify.annotations.NullMarked;
