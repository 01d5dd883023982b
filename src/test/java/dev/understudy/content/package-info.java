/** Tests of what answers say, by fixed seeds. */
@NullMarked
package dev.understudy.content;

import org.jspecify.annotations.NullMarked;
