package dev.understudy.bus;

/**
 * How many models there are, without auto-created ones.
 *
 * @param models from 0
 */
public record ModelCount(int models) {}
