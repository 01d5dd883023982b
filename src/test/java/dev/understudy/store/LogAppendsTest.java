package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How appends share commits, while the next ones are encoded. */
class LogAppendsTest {

  private static final int APPENDS = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final Committed database = new Committed(new SqliteDatabase(vertx, null, 0));

  /** An append is kept or not; half of one would show nowhere, and nothing could follow on it. */
  @Test
  void aCommitEndsWhereAnAppendEnds() {
    SqlRevisionLog log = new SqlRevisionLog(vertx, database, () -> "epoch");
    await(log.open(false));
    List<LogEntry> entries = entries();
    Set<Long> ends = new TreeSet<>();
    List<Future<Void>> appends = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < APPENDS; i++) {
      int end = next + 1 + i % 9;
      appends.add(log.append(entries.subList(next, end)));
      ends.add((long) end);
      next = end;
    }
    appends.forEach(KeptRegistry::await);
    assertThat(database.heads).isNotEmpty().isSubsetOf(ends);
    assertThat(new TreeSet<>(database.heads)).as("some share a commit").hasSizeLessThan(APPENDS);
    await(log.close());
    await(vertx.close());
  }

  private static List<LogEntry> entries() {
    List<LogEntry> entries = new ArrayList<>();
    ModelRegistry registry =
        new ModelRegistry(Clock.systemUTC(), "epoch", id -> ModelDefinition.builder(id).build());
    registry.journal(made -> entries.add(new LogEntry(Instant.EPOCH, Cause.WRITE, made)));
    for (int i = 0; i < APPENDS * 9; i++) {
      String text = "as of " + i;
      registry.put(model("m" + i % 7).with(b -> b.description(text)), ANY);
    }
    return entries;
  }

  /** A database that says where its commits end. */
  private static final class Committed implements SqlDatabase {
    private final SqlDatabase real;
    private final Queue<Long> heads = new ConcurrentLinkedQueue<>();

    Committed(SqlDatabase real) {
      this.real = real;
    }

    @Override
    public Future<Head> append(Function<SqlSession, Future<Head>> work) {
      return real.append(
          session ->
              work.apply(session)
                  .onSuccess(
                      head -> {
                        if (head.revision() > 0) { // the first is of opening it
                          heads.add(head.revision());
                        }
                      }));
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
}
