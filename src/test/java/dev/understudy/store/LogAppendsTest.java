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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How appends share commits, while the next ones are encoded. */
class LogAppendsTest {

  private static final int APPENDS = 2_000;
  private static final String FAILS = "the disk is on fire";

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

  /**
   * Two appends share a commit that fails, and something else is written before the second has its
   * turn, which finds nothing to keep any more.
   */
  @Test
  void anAppendWhoseCommitFailed_fails_alsoBehindAnotherWrite() throws Exception {
    Failing failing = new Failing(new SqliteDatabase(vertx, null, 0));
    SqlRevisionLog log = new SqlRevisionLog(vertx, failing, () -> "epoch");
    await(log.open(false));
    List<LogEntry> entries = entries();
    failing.fail = true;
    Future<Void> first = log.append(entries.subList(0, 1));
    Future<Void> second = log.append(entries.subList(1, 2));
    assertThat(failure(first)).hasMessageContaining(FAILS);
    assertThat(failure(second)).hasMessageContaining(FAILS);
    failing.fail = false;
    assertThat(await(log.settle())).isZero();
    await(log.append(entries.subList(0, 1)));
    assertThat(await(log.settle())).isEqualTo(1);
    await(log.close());
    await(vertx.close());
  }

  private static Throwable failure(Future<Void> append) {
    return await(append.transform(done -> Future.succeededFuture(done.cause())));
  }

  /** The first of two appends fails, with all that was encoded by the time of the second. */
  private static final class Failing extends WatchedDatabase {
    private final CountDownLatch both = new CountDownLatch(2);
    private volatile boolean fail;

    Failing(SqlDatabase real) {
      super(real);
    }

    @Override
    public Future<Head> append(Function<SqlSession, Future<Head>> work) {
      if (!fail) {
        return real.append(work);
      }
      both.countDown();
      boolean isFirst = both.getCount() == 1;
      Future<Void> between =
          isFirst ? Future.succeededFuture() : real.write(session -> Future.succeededFuture());
      Future<Head> appended =
          real.append(
              session -> {
                awaitBoth();
                Future<Head> made = work.apply(session);
                return isFirst ? made.compose(head -> Future.failedFuture(FAILS)) : made;
              });
      return between.compose(written -> appended);
    }

    private void awaitBoth() {
      try {
        assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
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
  private static final class Committed extends WatchedDatabase {
    private final Queue<Long> heads = new ConcurrentLinkedQueue<>();

    Committed(SqlDatabase real) {
      super(real);
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
  }
}
