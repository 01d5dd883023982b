/**
 * Remote sources of models: what is fetched from a URL every so often, by the rules of catalog
 * files, and laid over these in the registry's lower layer. {@link dev.understudy.source.Sources}
 * belongs to the registry's event loop, which fetches; what takes time is done off it. What a
 * source had last is kept in the store, so that any server on it can go on. Depends on {@code
 * address}, {@code catalog}, {@code registry}, {@code store}, {@code json} and {@code model}, and
 * on Vert.x.
 */
@NullMarked
package dev.understudy.source;

import org.jspecify.annotations.NullMarked;
