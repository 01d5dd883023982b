/** Tests of OpenAI's wire formats, with OpenAI's own client and by their documented frames. */
@NullMarked
package dev.understudy.openai;

import org.jspecify.annotations.NullMarked;
