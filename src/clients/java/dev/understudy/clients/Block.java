package dev.understudy.clients;

/**
 * A fenced block of a page.
 *
 * @param language what it is written in: {@code bash}, {@code python}, {@code javascript}, {@code
 *     java} or that of a file
 * @param role what it is there for, the rest of the line that opens it: a feature, or one of {@code
 *     server}, {@code install}, {@code serve}, {@code setup}, {@code file NAME}
 * @param code its lines
 */
record Block(String language, String role, String code) {}
