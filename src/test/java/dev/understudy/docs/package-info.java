/** The code of the documentation, compiled and run, and what holds the documentation to it. */
@NullMarked
package dev.understudy.docs;

import org.jspecify.annotations.NullMarked;
