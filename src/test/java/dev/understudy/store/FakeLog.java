package dev.understudy.store;

import dev.understudy.registry.Recovered;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A log that does what a test says. */
final class FakeLog implements RevisionLog {

  /** An append that waits for its end. */
  record Append(List<Long> revisions, Promise<Void> end) {}

  /** A rebase that waits for what others have written, and for its end. */
  record Rebase(Function<OthersPage, List<LogEntry>> onto, Promise<Void> end) {}

  private final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();
  private final BlockingQueue<Promise<Long>> settles = new LinkedBlockingQueue<>();
  private final BlockingQueue<Rebase> rebases = new LinkedBlockingQueue<>();
  private final BlockingQueue<Promise<Recovered>> readings = new LinkedBlockingQueue<>();
  private volatile boolean isShared;

  @Override
  public Future<Recovered> open(boolean acceptLoss) {
    return Future.succeededFuture(Recovered.nothing("epoch"));
  }

  @Override
  public Future<Recovered> read(boolean acceptLoss) {
    return open(acceptLoss);
  }

  @Override
  public Future<Void> append(List<LogEntry> entries) {
    Promise<Void> end = Promise.promise();
    appends.add(new Append(entries.stream().map(LogEntry::revision).toList(), end));
    return end.future();
  }

  @Override
  public Instant lastAt() {
    return Instant.EPOCH;
  }

  @Override
  public Future<Long> settle() {
    Promise<Long> end = Promise.promise();
    settles.add(end);
    return end.future();
  }

  /** The next append, once there is one. */
  Append nextAppend() throws InterruptedException {
    return next(appends);
  }

  /** The next question what is kept. */
  Promise<Long> nextSettle() throws InterruptedException {
    return next(settles);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  boolean isIdle() {
    return appends.isEmpty() && settles.isEmpty();
  }

  @Override
  public Future<Void> rebase(boolean hold, Function<OthersPage, List<LogEntry>> onto) {
    Promise<Void> end = Promise.promise();
    rebases.add(new Rebase(onto, end));
    return end.future();
  }

  @Override
  public boolean isShared() {
    return isShared;
  }

  /** As if other servers could write to it too; they do not. */
  void share() {
    isShared = true;
  }

  /** The next attempt to read what others have written. */
  Rebase nextRebase() throws InterruptedException {
    return next(rebases);
  }

  @Override
  public Future<Recovered> readAnew() {
    Promise<Recovered> end = Promise.promise();
    readings.add(end);
    return end.future();
  }

  /** The next attempt to read the log anew. */
  Promise<Recovered> nextReading() throws InterruptedException {
    return next(readings);
  }

  @Override
  public Future<Long> compact(Retention retention, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public History history() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
