package dev.understudy.registry;

import java.util.List;

/**
 * A write that the registry has accepted, before it shows. Immutable; safe on any thread.
 *
 * @param write its revision and changes, of which there are some
 * @param moves what the layers hold from then on, also where nothing shows of it
 * @param snapshot the registry as it is with this write
 */
public record Accepted(RegistryWrite write, List<LayerMove> moves, RegistrySnapshot snapshot) {}
