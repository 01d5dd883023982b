/** Tests of the HTTP API against a real server. */
@NullMarked
package dev.understudy.http;

import org.jspecify.annotations.NullMarked;
