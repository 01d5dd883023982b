package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. They may be made without waiting for those before: they are sent
 * and take effect in their order. For the context that it is used on.
 */
final class PostgresSession implements SqlSession {

  /** So many rows are held in memory at once. */
  private static final int FETCHED_ROWS = 500;

  private static final Map<String, String> NUMBERED = new ConcurrentHashMap<>();

  private final SqlConnection connection;

  PostgresSession(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * Runs a transaction. Its first statement is sent right behind the one that begins it.
   *
   * @param begin that statement
   */
  static <T> Future<T> transaction(
      SqlConnection connection, String begin, Function<SqlSession, Future<T>> work) {
    Future<?> begun = connection.query(begin).execute();
    return Future.succeededFuture(connection)
        .compose(open -> work.apply(new PostgresSession(open)))
        .compose(result -> begun.map(result))
        .compose(result -> connection.query("COMMIT").execute().map(result))
        .recover(
            failure ->
                connection
                    .query("ROLLBACK")
                    .execute()
                    .transform((rolledBack, lost) -> Future.failedFuture(failure)));
  }

  @Override
  public <T> Future<List<T>> query(String sql, List<?> parameters, Function<SqlRow, T> reader) {
    return connection
        .preparedQuery(numbered(sql))
        .execute(tuple(parameters))
        .map(
            found -> {
              List<T> rows = new ArrayList<>(found.size());
              found.forEach(row -> rows.add(reader.apply(new Columns(row))));
              return rows;
            });
  }

  @Override
  public Future<Void> scan(String sql, List<?> parameters, Consumer<SqlRow> reader) {
    return connection
        .prepare(numbered(sql))
        .compose(
            statement -> scan(statement, tuple(parameters), reader).eventually(statement::close));
  }

  private static Future<Void> scan(
      PreparedStatement statement, Tuple parameters, Consumer<SqlRow> reader) {
    Promise<Void> done = Promise.promise();
    RowStream<Row> rows = statement.createStream(FETCHED_ROWS, parameters);
    rows.exceptionHandler(done::tryFail);
    rows.endHandler(end -> done.tryComplete());
    rows.handler(
        row -> {
          try {
            reader.accept(new Columns(row));
          } catch (RuntimeException e) {
            rows.pause();
            done.tryFail(e);
          }
        });
    return done.future();
  }

  @Override
  public Future<Integer> execute(String sql, List<?> parameters) {
    return connection
        .preparedQuery(numbered(sql))
        .execute(tuple(parameters))
        .map(SqlResult::rowCount);
  }

  @Override
  public Future<?> lockLog() {
    return connection.query("SELECT revision FROM store FOR UPDATE").execute();
  }

  @Override
  public Future<Void> executeAll(String sql, List<List<?>> parameters) {
    if (parameters.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Tuple> tuples = parameters.stream().map(PostgresSession::tuple).toList();
    return connection.preparedQuery(numbered(sql)).executeBatch(tuples).mapEmpty();
  }

  /** No statement of the log has a question mark that is none for a parameter. */
  private static String numbered(String sql) {
    return NUMBERED.computeIfAbsent(
        sql,
        text -> {
          StringBuilder numbered = new StringBuilder(text.length() + 16);
          int count = 0;
          for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            numbered.append(c == '?' ? "$" + ++count : String.valueOf(c));
          }
          return numbered.toString();
        });
  }

  private static Tuple tuple(List<?> parameters) {
    Tuple tuple = Tuple.tuple();
    for (Object parameter : parameters) {
      tuple.addValue(value(parameter));
    }
    return tuple;
  }

  /** PostgreSQL's texts hold no NUL; of the log none has one. */
  private static @Nullable Object value(@Nullable Object parameter) {
    if (parameter instanceof String text) {
      return text.replace('\0', '\ufffd');
    }
    byte[] bytes =
        parameter instanceof Hash hash
            ? hash.bytes()
            : parameter instanceof byte[] given ? given : null;
    return bytes == null ? parameter : Buffer.buffer(bytes);
  }

  private record Columns(Row row) implements SqlRow {

    @Override
    public long number(int column) {
      return row.getLong(column);
    }

    @Override
    public @Nullable String textOrNull(int column) {
      return row.getString(column);
    }

    @Override
    public byte[] bytes(int column) {
      return row.getBuffer(column).getBytes();
    }
  }
}
