package dev.understudy.source;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a URL answered. */
sealed interface Fetched {

  /** It has what it had. */
  enum Unchanged implements Fetched {
    /** The only one. */
    INSTANCE
  }

  /**
   * It has that.
   *
   * @param bytes as they came
   * @param isGzip whether they are packed
   */
  record Body(Buffer bytes, boolean isGzip, Validators validators) implements Fetched {}

  /**
   * By what it can be asked whether it has changed.
   *
   * @param etag null for none
   * @param lastModified null for none
   */
  record Validators(@Nullable String etag, @Nullable String lastModified) {
    static final Validators NONE = new Validators(null, null);
  }
}
