package dev.understudy.store;

import org.jspecify.annotations.Nullable;

/** One row that a query has found; columns count from 0. Valid until its reader returns. */
interface SqlRow {

  /** A whole number, which is never null. */
  long number(int column);

  /** A text, which is never null. */
  default String text(int column) {
    String text = textOrNull(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + ": null (expected: text)");
    }
    return text;
  }

  /** A text. */
  @Nullable String textOrNull(int column);

  /** Bytes, which are never null. */
  byte[] bytes(int column);

  /** A hash, which is never null. */
  default Hash hash(int column) {
    return new Hash(bytes(column));
  }
}
