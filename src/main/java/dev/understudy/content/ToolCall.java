package dev.understudy.content;

/**
 * A tool that the model called in an earlier answer. Immutable.
 *
 * @param id by which its result is known
 * @param name of the tool
 * @param arguments JSON as text
 */
public record ToolCall(String id, String name, String arguments) {}
