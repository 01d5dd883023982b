/** Tests of the JSON forms. */
@NullMarked
package dev.understudy.json;

import org.jspecify.annotations.NullMarked;
