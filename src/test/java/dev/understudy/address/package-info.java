/** Tests of the addresses to which the server connects. */
@NullMarked
package dev.understudy.address;

import org.jspecify.annotations.NullMarked;
