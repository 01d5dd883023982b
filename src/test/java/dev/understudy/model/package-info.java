/** Tests of the domain. */
@NullMarked
package dev.understudy.model;

import org.jspecify.annotations.NullMarked;
