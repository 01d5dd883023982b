/** Tests of fits. */
@NullMarked
package dev.understudy.fit;

import org.jspecify.annotations.NullMarked;
