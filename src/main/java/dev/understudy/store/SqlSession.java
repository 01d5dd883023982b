package dev.understudy.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Statements in one transaction. Parameters, written {@code ?}, are Long, String, Hash, byte[] or
 * null. For the one that was handed it, until the future that it returns completes.
 */
interface SqlSession {

  /** Reads all rows. */
  <T> Future<List<T>> query(String sql, List<?> parameters, Function<SqlRow, T> reader);

  /** Reads rows one by one, however many there are. */
  Future<Void> scan(String sql, List<?> parameters, Consumer<SqlRow> reader);

  /** Changes rows; completes with how many. */
  Future<Integer> execute(String sql, List<?> parameters);

  /**
   * Keeps every other server from moving the log until the transaction ends; waits for those
   * before.
   */
  Future<?> lockLog();

  /** Runs one statement with each of the lists of parameters, in order; none is nothing to do. */
  Future<Void> executeAll(String sql, List<List<?>> parameters);
}
