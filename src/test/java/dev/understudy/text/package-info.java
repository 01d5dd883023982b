/** Tests of text and its tokens, by fixed seeds and properties. */
@NullMarked
package dev.understudy.text;

import org.jspecify.annotations.NullMarked;
