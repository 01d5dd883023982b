/** Tests of the registry. */
@NullMarked
package dev.understudy.registry;

import org.jspecify.annotations.NullMarked;
