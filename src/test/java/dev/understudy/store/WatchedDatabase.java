package dev.understudy.store;

import io.vertx.core.Future;
import java.util.function.Function;

/** A real database, of which a test looks at some of what is done. */
abstract class WatchedDatabase implements SqlDatabase {
  final SqlDatabase real;

  WatchedDatabase(SqlDatabase real) {
    this.real = real;
  }

  @Override
  public Future<Head> append(Function<SqlSession, Future<Head>> work) {
    return real.append(work);
  }

  @Override
  public Future<Opened> open() {
    return real.open();
  }

  @Override
  public Future<Opened> openToRead() {
    return real.openToRead();
  }

  @Override
  public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
    return real.write(work);
  }

  @Override
  public <T> Future<T> settle(Function<SqlSession, Future<T>> work) {
    return real.settle(work);
  }

  @Override
  public <T> Future<T> compact(Function<SqlSession, Future<T>> work) {
    return real.compact(work);
  }

  @Override
  public <T> Future<T> read(Function<SqlSession, Future<T>> work) {
    return real.read(work);
  }

  @Override
  public Future<String> salvage(StoreState state) {
    return real.salvage(state);
  }

  @Override
  public Future<Void> close() {
    return real.close();
  }

  @Override
  public String name() {
    return real.name();
  }
}
