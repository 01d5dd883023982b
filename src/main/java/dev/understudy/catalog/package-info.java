/**
 * The catalog: files that people edit, one a provider, read into definitions whole or not at all.
 * Everything here blocks on files, so it is called off the event loops; it starts no threads.
 * Depends on {@code json} and {@code model}, and on Jackson.
 */
@NullMarked
package dev.understudy.catalog;

import org.jspecify.annotations.NullMarked;
