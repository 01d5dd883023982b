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

/** Statements on one connection; every future is complete when it is returned. For one thread. */
final class SqliteSession implements SqlSession {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

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
    try {
      PreparedStatement statement = with(sql, parameters);
      try (ResultSet found = statement.executeQuery()) {
        SqlRow row = new Columns(found);
        while (found.next()) {
          reader.accept(row);
        }
      }
      return Future.succeededFuture();
    } catch (SQLException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Integer> execute(String sql, List<?> parameters) {
    try {
      return Future.succeededFuture(with(sql, parameters).executeUpdate());
    } catch (SQLException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Void> executeAll(String sql, List<List<?>> parameters) {
    try {
      for (List<?> each : parameters) {
        with(sql, each).executeUpdate();
      }
      return Future.succeededFuture();
    } catch (SQLException e) {
      return Future.failedFuture(e);
    }
  }

  private PreparedStatement with(String sql, List<?> parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
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
    return statement;
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
