package dev.understudy.discovery;

/**
 * A candidate id and how near it is to what was asked.
 *
 * @param id the candidate
 * @param score the confidence of the resolution for the one that was meant, likeness of the names
 *     for the others; 0 to 1
 */
public record NameMatch(String id, double score) {}
