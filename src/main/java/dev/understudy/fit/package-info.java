/**
 * Makes latency profiles from what was measured: reads result files of load tools, fits
 * distributions, says how well they fit, and draws them. Plain Java that blocks on files, so it is
 * called off the event loops. Depends on {@code simulation}, {@code json} and {@code model}, and on
 * Jackson and Commons Statistics.
 */
@NullMarked
package dev.understudy.fit;

import org.jspecify.annotations.NullMarked;
