/**
 * What vendors' wire formats have in common: a request of theirs, the frames that answer it, and
 * what images and sound count in tokens. Plain Java; requests are read and frames written on the
 * connection's event loop. Depends on {@code simulation}, {@code content}, {@code json} and {@code
 * model}.
 */
@NullMarked
package dev.understudy.wire;

import org.jspecify.annotations.NullMarked;
