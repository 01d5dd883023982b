/**
 * What models were used for: counts by model and hour, their merging, and the ledger that gathers
 * them and hands them to a store. Recording is safe on any thread and never waits. Plain Java but
 * for the futures of {@link dev.understudy.usage.UsageStore}. Depends on {@code model}, and on
 * HdrHistogram.
 */
@NullMarked
package dev.understudy.usage;

import org.jspecify.annotations.NullMarked;
