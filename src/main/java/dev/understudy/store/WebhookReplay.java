package dev.understudy.store;

/**
 * What is told once more.
 *
 * @param cursor after the last event that was
 * @param to the last event that will be
 */
public record WebhookReplay(LogPosition cursor, LogPosition to) {}
