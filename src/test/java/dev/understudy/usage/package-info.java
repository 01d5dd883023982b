/** Tests of counting. */
@NullMarked
package dev.understudy.usage;

import org.jspecify.annotations.NullMarked;
