/**
 * What vendors' wire formats have in common: a request of theirs, the frames that answer it, and
 * what images and sound count in tokens. Plain Java; a request or an answer is confined to one
 * thread at a time: the connection's event loop, or a worker where a body is large or the answer is
 * one body. Depends on {@code simulation}, {@code content}, {@code json} and {@code model}.
 */
@NullMarked
package dev.understudy.wire;

import org.jspecify.annotations.NullMarked;
