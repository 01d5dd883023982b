/** Tests of the simulation: virtual time and fixed seeds, no sleeps. */
@NullMarked
package dev.understudy.simulation;

import org.jspecify.annotations.NullMarked;
