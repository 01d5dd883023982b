package dev.understudy.discovery;

/**
 * A model that a name did not resolve to.
 *
 * @param id the model
 * @param reason why it lost
 * @param score likeness of the names, 0 to 1; it ranks alternatives and never accepts one
 */
public record Alternative(String id, String reason, double score) {}
