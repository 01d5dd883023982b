package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that wait for the disk, and a disk that refuses. */
class CommitSyncTest {

  private static final String REFUSED = "the disk has refused to keep what was written: no room";

  private final Vertx vertx = Vertx.vertx();
  private final StoreThread thread = new StoreThread(vertx, "syncs");

  @TempDir private Path dir;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void commitsThatWereMadeMeanwhile_areWaitedForTogether() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger forces = new AtomicInteger();
    CommitSync sync =
        new CommitSync(
            thread,
            () -> {
              forces.incrementAndGet();
              begun.countDown();
              awaited(ended);
            });
    List<Integer> kept = new ArrayList<>();
    List<Future<Void>> commits = new ArrayList<>();
    commits.add(sync.commit(() -> kept.add(0)));
    awaited(begun);
    for (int i = 1; i < 10; i++) {
      int number = i;
      commits.add(sync.commit(() -> kept.add(number)));
    }
    assertThat(commits).noneMatch(Future::isComplete);
    ended.countDown();
    await(Future.join(commits));
    assertThat(kept).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(forces).hasValue(2);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Refuses from the second time on that it is asked, once. */
  private static final class RefusesOnce implements CommitSync.Disk {
    private final CommitSync.Disk disk;
    private volatile boolean refuses;
    private final AtomicInteger refused = new AtomicInteger();

    RefusesOnce(CommitSync.Disk disk) {
      this.disk = disk;
    }

    @Override
    public void force() throws IOException {
      if (refuses) {
        refuses = false;
        refused.incrementAndGet();
        throw new IOException("no room");
      }
      disk.force();
    }
  }

  @Test
  void afterADiskHasRefused_nothingCountsAsKept() {
    RefusesOnce disk = new RefusesOnce(() -> {});
    CommitSync sync = new CommitSync(thread, disk);
    List<String> kept = new ArrayList<>();
    await(sync.commit(() -> kept.add("before")));
    disk.refuses = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> await(sync.commit(() -> kept.add("after"))))
          .isInstanceOf(UnderstudyException.class)
          .hasMessageStartingWith(REFUSED);
    }
    assertThat(disk.refused).as("it is not asked again").hasValue(1);
    assertThat(kept).containsExactly("before");
  }

  @Test
  void aStoreOnSuchADisk_isReadOn_butWritesFail_untilItIsOpenedAnew() throws Exception {
    List<RefusesOnce> disks = new ArrayList<>();
    SqlDatabase database =
        new SqliteDatabase(
            vertx,
            dir,
            0,
            disk -> {
              disks.add(new RefusesOnce(disk));
              return disks.get(0);
            });
    KeptRegistry kept =
        KeptRegistry.open(vertx, new SqlRevisionLog(vertx, database, () -> "e"), false);
    kept.put("before");
    disks.get(0).refuses = true;
    for (int i = 0; i < 3; i++) {
      String id = "after" + i;
      assertThatThrownBy(() -> kept.put(id))
          .hasMessageContaining(REFUSED)
          .hasMessageContaining("start this server anew")
          .extracting(failure -> ((UnderstudyException) failure).code())
          .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }
    assertThat(kept.contents().models()).containsOnlyKeys("before");
    assertThat(await(kept.log.history().versions("before", 2, 9))).hasSize(1);
    kept.close();

    KeptRegistry again =
        KeptRegistry.open(vertx, Store.embedded(vertx, dir, 0, () -> "e").log(), false);
    assertThat(again.contents().models()).containsKey("before").doesNotContainKey("after1");
    again.put("next");
    again.close();
  }
}
