package dev.understudy.retrieval;

import dev.understudy.simulation.BodyHash;
import dev.understudy.simulation.LatencyOverride;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests of all kinds say. Immutable.
 *
 * @param model who is asked
 * @param seed for the same times again; null when one is to be drawn
 * @param latency timing of the field {@code simulation}
 * @param ignored names of fields without effect
 * @param bodyHash of what it asks for
 */
public record RequestFields(
    String model,
    @Nullable Long seed,
    LatencyOverride latency,
    Set<String> ignored,
    BodyHash bodyHash) {}
