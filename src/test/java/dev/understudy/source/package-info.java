/** Tests of remote sources. */
@NullMarked
package dev.understudy.source;

import org.jspecify.annotations.NullMarked;
