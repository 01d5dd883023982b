/**
 * Text and its tokens: prose, lists, tables and code of any length ({@link
 * dev.understudy.text.TextSource}), and the tokens of any text ({@link
 * dev.understudy.text.Tokenizer}). Words, templates and blocks of code are data: {@code prose.txt}
 * and {@code snippets.md}. Plain Java that computes, so it belongs on worker threads; what is
 * public is safe on any thread, and its only state is caches. Depends on {@code model}.
 */
@NullMarked
package dev.understudy.text;

import org.jspecify.annotations.NullMarked;
