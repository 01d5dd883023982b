package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.usage.HourlyUsage;
import dev.understudy.usage.LatencyHistogram;
import dev.understudy.usage.UsageCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts are added once, however a transaction ends. */
class SqlUsageStoreTest {

  private static final Instant HOUR = Instant.parse("2026-11-27T10:00:00Z");

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Flaky database;
  private SqlUsageStore store;

  @BeforeEach
  void open() throws Exception {
    database = new Flaky(new SqliteDatabase(vertx, folder, 0));
    await(new SqlRevisionLog(vertx, database.real, () -> "e").open(false));
    store = new SqlUsageStore(database, "this");
  }

  @AfterEach
  void close() throws Exception {
    await(database.real.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private static List<HourlyUsage> requests(long count) {
    UsageCounts counts =
        new UsageCounts(
            count,
            0,
            0,
            0,
            0,
            0,
            0,
            BigDecimal.ONE,
            0,
            LatencyHistogram.NONE,
            LatencyHistogram.NONE);
    return List.of(new HourlyUsage("m", HOUR, counts));
  }

  private long stored() throws Exception {
    AtomicLong sum = new AtomicLong();
    await(
        store.read(
            null, HOUR, HOUR.plusSeconds(3_600), row -> sum.addAndGet(row.counts().requests())));
    return sum.get();
  }

  @Test
  void aFailedAdd_ofAServerStartedAnew_isNotTakenForKept() throws Exception {
    await(store.add(requests(1)));
    await(store.add(requests(2)));
    store = new SqlUsageStore(database, "this");
    database.fails = Fails.BEFORE_ONE;
    assertThatThrownBy(() -> await(store.add(requests(4)))).hasMessageContaining("of the test");
    assertThat(stored()).isEqualTo(3);
    await(store.add(requests(4)));
    assertThat(stored()).isEqualTo(7);
  }

  @Test
  void anAddWhoseAnswerIsLost_isNotAddedAgain() throws Exception {
    database.fails = Fails.AFTER_ONE;
    await(store.add(requests(1)));
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void whatIsDoubtful_isSeenByTheNextRead_keptOrNot() throws Exception {
    database.fails = Fails.AFTER;
    await(store.add(requests(1))); // kept, but nobody can tell yet
    database.fails = Fails.NEVER;
    assertThat(stored()).isEqualTo(1);
    database.fails = Fails.BEFORE;
    await(store.add(requests(2))); // not kept, but nobody can tell yet
    database.fails = Fails.NEVER;
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void nothingToAdd_isNoTransaction() throws Exception {
    database.fails = Fails.BEFORE;
    await(store.add(List.of()));
  }

  private enum Fails {
    NEVER,
    BEFORE,
    BEFORE_ONE,
    AFTER,
    AFTER_ONE
  }

  /** A database whose writes fail as a test says. */
  private static final class Flaky extends WatchedDatabase {
    private volatile Fails fails = Fails.NEVER;

    Flaky(SqlDatabase real) {
      super(real);
    }

    @Override
    public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
      Fails now = fails;
      if (now == Fails.AFTER_ONE || now == Fails.BEFORE_ONE) {
        fails = Fails.NEVER;
      }
      Future<T> failed = Future.failedFuture(new IllegalStateException("of the test"));
      return switch (now) {
        case NEVER -> real.write(work);
        case BEFORE, BEFORE_ONE -> failed;
        case AFTER, AFTER_ONE -> real.write(work).compose(done -> failed);
      };
    }
  }
}
