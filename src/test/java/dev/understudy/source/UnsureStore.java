package dev.understudy.source;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.SourceStore;
import dev.understudy.store.StoredSource;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store that says what it was asked to write, and keeps nothing, or late, as a test says. */
final class UnsureStore implements SourceStore {

  final List<String> writes = new CopyOnWriteArrayList<>();
  volatile boolean isFull;

  /** Models are kept after it. */
  volatile Future<Void> gate = Future.succeededFuture();

  private final SourceStore store;

  UnsureStore(SourceStore store) {
    this.store = store;
  }

  private Future<Void> write(String what, Future<Void> written) {
    writes.add(what);
    return written;
  }

  private Future<Void> full() {
    return Future.failedFuture(
        new UnderstudyException(ErrorCode.STORE_UNAVAILABLE, "store: full", null));
  }

  @Override
  public Future<List<StoredSource>> read() {
    return store.read();
  }

  @Override
  public Future<@Nullable String> models(String name) {
    return store.models(name);
  }

  @Override
  public Future<Void> add(String name, String spec) {
    return write("add " + name, isFull ? full() : store.add(name, spec));
  }

  @Override
  public Future<Void> put(String name, String status, String models) {
    return write(
        "put " + name, isFull ? full() : gate.compose(open -> store.put(name, status, models)));
  }

  @Override
  public Future<Void> putStatus(String name, String status) {
    return write("putStatus " + name, isFull ? full() : store.putStatus(name, status));
  }

  @Override
  public Future<Void> remove(String name) {
    return write("remove " + name, isFull ? full() : store.remove(name));
  }
}
