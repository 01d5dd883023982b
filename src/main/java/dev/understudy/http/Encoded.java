package dev.understudy.http;

import io.vertx.core.buffer.Buffer;

/**
 * A body that is sent as it is, many times. The buffer is on the heap and never written to again.
 *
 * @param body the bytes
 * @param etag its entity tag
 */
record Encoded(Buffer body, String etag) {}
