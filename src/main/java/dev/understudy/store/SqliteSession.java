package dev.understudy.store;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements on one connection; every future is complete when it is returned. For one thread. */
final class SqliteSession implements SqlSession {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteSession.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable SQLException failure;

  SqliteSession(Connection connection) {
    this.connection = connection;
  }

  @Override
  public <T> Future<List<T>> query(String sql, List<?> parameters, Function<SqlRow, T> reader) {
    List<T> rows = new ArrayList<>();
    return scan(sql, parameters, row -> rows.add(reader.apply(row))).map(rows);
  }

  @Override
  public Future<Void> scan(String sql, List<?> parameters, Consumer<SqlRow> reader) {
    Future<Integer> scanned =
        attempt(
            sql,
            () -> {
              int count = 0;
              try (ResultSet found = with(sql, parameters).executeQuery()) {
                SqlRow row = new Columns(found);
                while (found.next()) {
                  reader.accept(row);
                  count++;
                }
              }
              return count;
            });
    return scanned.mapEmpty();
  }

  @Override
  public Future<Integer> execute(String sql, List<?> parameters) {
    return attempt(sql, () -> with(sql, parameters).executeUpdate());
  }

  /** Its file is of one server. */
  @Override
  public Future<?> lockLog() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> executeAll(String sql, List<List<?>> parameters) {
    if (parameters.isEmpty()) {
      return Future.succeededFuture();
    }
    return attempt(
            sql,
            () -> {
              PreparedStatement statement = statement(sql);
              for (List<?> each : parameters) {
                bind(statement, each);
                statement.addBatch();
              }
              return statement.executeBatch();
            })
        .mapEmpty();
  }

  /**
   * Runs what writes in a transaction. It is begun and ended here, as JDBC's own are lost track of
   * when SQLite itself rolls one back.
   *
   * @throws SQLException when it failed, so that nothing of it is kept
   */
  <T> T transaction(Function<SqlSession, Future<T>> work) throws SQLException {
    try {
      execute("BEGIN IMMEDIATE");
      T result = run(work);
      execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack();
      throw e;
    }
  }

  /** Runs what only reads, or is in a transaction. */
  <T> T run(Function<SqlSession, Future<T>> work) throws SQLException {
    failure = null;
    Future<T> result = work.apply(this);
    Throwable cause = result.cause();
    if (cause instanceof SQLException sql) {
      throw sql;
    }
    if (cause != null) {
      throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
    return result.result();
  }

  private void rollBack() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("there is nothing to roll back: SQLite has done so itself, as when it is full", e);
    }
  }

  private void execute(String sql) throws SQLException {
    try {
      statement(sql).execute();
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
  }

  /**
   * After a failure no more of the transaction is done: SQLite may have rolled back what was, and
   * what came then would be kept by itself.
   */
  private <T> Future<T> attempt(String sql, Attempt<T> attempt) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    try {
      return Future.succeededFuture(attempt.run());
    } catch (SQLException e) {
      failure = e;
      forget(sql);
      return Future.failedFuture(e);
    }
  }

  /** The driver loses track of a statement that failed. */
  private void forget(String sql) {
    try (PreparedStatement failed = prepared.remove(sql)) {
      LOG.debug("failed: {}", failed);
    } catch (SQLException e) {
      LOG.debug("a statement that failed cannot be closed", e);
    }
  }

  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private PreparedStatement with(String sql, List<?> parameters) throws SQLException {
    PreparedStatement statement = statement(sql);
    bind(statement, parameters);
    return statement;
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    int column = 0;
    for (Object parameter : parameters) {
      column++;
      if (parameter instanceof Long number) {
        statement.setLong(column, number);
      } else if (parameter instanceof String text) {
        statement.setString(column, text);
      } else if (parameter instanceof Hash hash) {
        statement.setBytes(column, hash.bytes());
      } else if (parameter instanceof byte[] bytes) {
        statement.setBytes(column, bytes);
      } else {
        statement.setObject(column, null);
      }
    }
  }

  private record Columns(ResultSet found) implements SqlRow {

    private interface Getter<T> {
      T get() throws SQLException;
    }

    private static <T> T get(Getter<T> getter) {
      try {
        return getter.get();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public long number(int column) {
      return get(() -> found.getLong(column + 1));
    }

    @Override
    public @Nullable String textOrNull(int column) {
      return get(() -> found.getString(column + 1));
    }

    @Override
    public byte[] bytes(int column) {
      return get(() -> found.getBytes(column + 1));
    }
  }
}
