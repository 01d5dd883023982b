/**
 * What a played model says: prose, and the tokens of any text. Plain Java that computes, so it
 * belongs on worker threads; nothing here has state, and all of it is safe on any thread. Depends
 * on {@code model}.
 */
@NullMarked
package dev.understudy.content;

import org.jspecify.annotations.NullMarked;
