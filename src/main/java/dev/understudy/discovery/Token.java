package dev.understudy.discovery;

/**
 * One part of a model's name, in the one form that all its spellings share.
 *
 * @param kind what it stands for
 * @param text lower case; versions joined by dots and without a leading {@code v}; dates as digits,
 *     the year first
 */
public record Token(TokenKind kind, String text) {

  @Override
  public String toString() {
    return text;
  }
}
