package dev.understudy.fault;

import org.jspecify.annotations.Nullable;

/**
 * A request that may meet faults. Immutable.
 *
 * @param endpoint name of the endpoint that was called
 * @param model id of the model that is to answer
 * @param apiKey tells one client from another; empty without a key
 * @param seed the request's own, null when it has none
 * @param bodyHash see {@link dev.understudy.simulation.CanonicalBody}
 * @param streamed whether the answer is to be streamed
 * @param timeScale the factor on every duration of the answer
 * @param dryRun whether nothing will be answered but when tokens would be due
 * @param arrivalNanos when it came, by the clock of streams
 */
public record FaultTarget(
    String endpoint,
    String model,
    String apiKey,
    @Nullable Long seed,
    String bodyHash,
    boolean streamed,
    double timeScale,
    boolean dryRun,
    long arrivalNanos) {}
