package dev.understudy.usage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Who may use the store: one writer, or readers, in the order of their asking. So a reader never
 * meets a write that may or may not be seen already. Safe on any thread; nobody waits on one.
 */
final class StoreTurns {

  /** Completes when all that was asked to write so far is over. */
  private Future<?> writing = Future.succeededFuture();

  /** Completes when all that was asked to read so far is over. */
  private Future<?> reading = Future.succeededFuture();

  /** Runs that when all before it are over. */
  <T> Future<T> write(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    Future<?> before;
    synchronized (this) {
      Future<?> readers = reading;
      before = writing.transform(written -> readers);
      writing = done.future();
    }
    before.transform(over -> task.get()).onComplete(done);
    return done.future();
  }

  /** Runs that when all writers before it are over. */
  <T> Future<T> read(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    Future<?> before;
    synchronized (this) {
      before = writing;
      reading = reading.transform(over -> done.future());
    }
    before.transform(over -> task.get()).onComplete(done);
    return done.future();
  }
}
