/** Tests of the fault: virtual time and fixed seeds, no sleeps. */
@NullMarked
package dev.understudy.fault;

import org.jspecify.annotations.NullMarked;
