/**
 * What a played model says: prose, lists and code ({@link dev.understudy.content.TextSource}), JSON
 * that is true to a schema ({@link dev.understudy.content.JsonSource}), and the tokens of any text
 * ({@link dev.understudy.content.Tokenizer}). Words, templates and blocks of code are data: {@code
 * prose.txt}, {@code snippets.md} and {@code values.txt}. Plain Java that computes, so it belongs
 * on worker threads; what is public is safe on any thread, and its only state is caches. Depends on
 * {@code model}.
 */
@NullMarked
package dev.understudy.content;

import org.jspecify.annotations.NullMarked;
