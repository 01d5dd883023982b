package dev.understudy.app;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that is read again when it was edited. A good edit is handed over; a bad one is
 * reported once, and what was read before stays. What counts is the content. It is read off the
 * event loops, by one at a time. Safe on any thread.
 */
final class WatchedFile<T> {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final Vertx vertx;
  private final Path file;
  private final BiFunction<String, byte[], T> reader;
  private final Consumer<T> taker;
  private volatile @Nullable String content;
  private Future<Boolean> looking = Future.succeededFuture();

  /**
   * A file that was not read yet.
   *
   * @param reader makes something of the file's name and content, or throws what is wrong with it
   * @param taker gets it, on some thread
   */
  WatchedFile(Vertx vertx, Path file, BiFunction<String, byte[], T> reader, Consumer<T> taker) {
    this.vertx = vertx;
    this.file = file;
    this.reader = reader;
    this.taker = taker;
  }

  /** Reads it for the first time; fails when it is bad. */
  Future<Boolean> load() {
    return next();
  }

  /**
   * Looks for an edit.
   *
   * @return whether there was one, which was handed over; fails when it is bad
   */
  Future<Boolean> look() {
    return next()
        .onSuccess(this::tell)
        .onFailure(bad -> LOG.error("not reloaded, what is running stays:\n{}", bad.getMessage()));
  }

  private void tell(boolean edited) {
    if (edited) {
      LOG.info("reloaded {}", file);
    }
  }

  private synchronized Future<Boolean> next() {
    looking = looking.transform(before -> vertx.executeBlocking(this::read));
    return looking;
  }

  private boolean read() {
    String found;
    IOException unreadable = null;
    try {
      found = Files.readString(file);
    } catch (IOException e) {
      unreadable = e;
      found = "unreadable: " + e;
    }
    if (found.equals(content)) {
      return false;
    }
    content = found; // a bad edit is told once
    if (unreadable != null) {
      String message = file + ": cannot be read (" + unreadable + ")";
      throw new UnderstudyException(ErrorCode.INTERNAL, message, null);
    }
    taker.accept(reader.apply(file.toString(), found.getBytes(StandardCharsets.UTF_8)));
    return true;
  }
}
