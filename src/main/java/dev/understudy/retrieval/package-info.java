/**
 * Embeddings, moderations and reranking: what requests ask for, what answers them, and how that is
 * written. Plain Java that computes, so it belongs on worker threads; requests are immutable and
 * safe on any thread. Depends on {@code wire}, {@code simulation}, {@code text}, {@code json} and
 * {@code model}.
 */
@NullMarked
package dev.understudy.retrieval;

import org.jspecify.annotations.NullMarked;
