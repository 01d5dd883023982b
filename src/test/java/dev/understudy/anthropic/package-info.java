/** Tests of the content: virtual time and fixed seeds, no sleeps. */
@NullMarked
package dev.understudy.anthropic;

import org.jspecify.annotations.NullMarked;
