package dev.understudy.store;

import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the log needs of a database: transactions that write, one after the other, and that read;
 * and a place apart from it where the head of the log is remembered. A failed future holds an
 * {@link dev.understudy.model.UnderstudyException}; that of a transaction that writes means that
 * nothing of it is kept, or that this is not known. Safe on any thread; work is done where it may
 * take its time, and futures complete on the caller's context.
 */
interface SqlDatabase {

  /** Opens it and brings its tables to what this program knows. */
  Future<Opened> open();

  /** Opens it as it is, to be read and closed; fails where there is none. Makes nothing. */
  Future<Opened> openToRead();

  /**
   * How it was found.
   *
   * @param remembered the head that was remembered last; null where none need be
   * @param damage why it cannot be opened as it should be; it may be read, where that goes, and
   *     salvaged; null for nothing
   */
  record Opened(@Nullable Head remembered, @Nullable String damage) {}

  /** Runs what writes; calls take their turn. Commits when the work's future succeeds. */
  <T> Future<T> write(Function<SqlSession, Future<T>> work);

  /** The same of what makes room, also where the store is full. */
  <T> Future<T> compact(Function<SqlSession, Future<T>> work);

  /**
   * The same of what moves the head of the log, which is remembered once it is committed. After one
   * that failed the next ones fail untried, until {@link #settle}: what they follow on is not kept,
   * and none of them can wait for a database that is silent as long as the first did.
   */
  Future<Head> append(Function<SqlSession, Future<Head>> work);

  /** The same as {@link #write}, of what finds out where the log ends; appends go on from there. */
  <T> Future<T> settle(Function<SqlSession, Future<T>> work);

  /** Whether other servers may write to it. */
  default boolean isShared() {
    return false;
  }

  /**
   * The same as {@link #write}, of what only the server does that leads; fails where it does not.
   */
  default <T> Future<T> writeLeading(Function<SqlSession, Future<T>> work) {
    return write(work);
  }

  /**
   * Whether this server leads those that have it; one that has it for itself does. In a transaction
   * that writes, until that ends. Any thread.
   */
  default boolean isLeading() {
    return true;
  }

  /** Runs what only reads, beside the writes. */
  <T> Future<T> read(Function<SqlSession, Future<T>> work);

  /**
   * Goes on with what is good, and sets the rest aside where that can be. Fails while other servers
   * are at work.
   *
   * @param state what the store shall say of itself; the log ends where it says
   * @return where the rest is, for people
   */
  Future<String> salvage(StoreState state);

  /** Closes it, after what is under way. */
  Future<Void> close();

  /** What it is and where, without passwords, for messages. */
  String name();
}
