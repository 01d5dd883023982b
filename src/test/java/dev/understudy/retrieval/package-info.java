/** Tests of the package of the same name. */
@NullMarked
package dev.understudy.retrieval;

import org.jspecify.annotations.NullMarked;
