/** Tests of the content: virtual time and fixed seeds, no sleeps. */
@NullMarked
package dev.understudy.content;

import org.jspecify.annotations.NullMarked;
