package dev.understudy.bus;

/**
 * All that a registry holds.
 *
 * @param text of a snapshot file
 */
public record SnapshotText(String text) {}
