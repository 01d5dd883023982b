package dev.understudy.bus;

/**
 * What the receiver of a stream says to its sender.
 *
 * @param credits how many more tokens it takes, from 0
 * @param stop true to end the stream now
 */
public record StreamControl(int credits, boolean stop) {}
