package dev.understudy.simulation;

/**
 * How a stream ended.
 *
 * @param completed true after its last token and end; false when it was cancelled before
 * @param tokensSent how many tokens the sink was given
 */
public record Playback(boolean completed, int tokensSent) {}
