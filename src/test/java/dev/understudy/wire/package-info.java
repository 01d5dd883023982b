/** Tests of what vendors' wire formats have in common. */
@NullMarked
package dev.understudy.wire;

import org.jspecify.annotations.NullMarked;
