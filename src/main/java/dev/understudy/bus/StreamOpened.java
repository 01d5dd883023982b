package dev.understudy.bus;

/**
 * A stream has begun.
 *
 * @param controlAddress takes {@link StreamControl}
 * @param model the id that answers
 * @param id the answer's id, by which its record is found
 * @param promptTokens length of the prompt
 * @param tokens how many will come
 * @param plan the plan in words, as in the HTTP header {@code understudy-plan}
 */
public record StreamOpened(
    String controlAddress, String model, String id, int promptTokens, int tokens, String plan) {}
