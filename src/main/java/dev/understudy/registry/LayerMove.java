package dev.understudy.registry;

/**
 * What the layers hold under one id from a write on. Immutable; safe on any thread.
 *
 * @param id the model's id
 * @param layers what they hold; empty when the model is gone from all
 */
public record LayerMove(String id, Layers layers) {}
