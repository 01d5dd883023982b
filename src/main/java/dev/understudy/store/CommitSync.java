package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Brings commits to the disk while the next ones are made: it is waited for once, for all that were
 * made by then. What a disk has refused once it may have forgotten, and say nothing of it the next
 * time; so from then on nothing counts as kept, until the store is opened anew.
 */
final class CommitSync {

  /** Brings to the disk what was written before the call. */
  interface Disk {
    void force() throws IOException;
  }

  private final StoreThread thread;
  private final Disk disk;
  private volatile long made;
  private long synced;
  private @Nullable UnderstudyException refused;

  /**
   * Of commits that one thread makes.
   *
   * @param thread on which the disk is waited for
   */
  CommitSync(StoreThread thread, Disk disk) {
    this.thread = thread;
    this.disk = disk;
  }

  /**
   * Called by the thread that commits, after each commit.
   *
   * @param onDisk called on the other thread, in the order of the commits, once it is on the disk
   */
  Future<Void> commit(Runnable onDisk) {
    long commit = made + 1;
    made = commit;
    return thread.call(
        () -> {
          sync(commit);
          onDisk.run();
          return null;
        });
  }

  private void sync(long commit) {
    if (refused != null) {
      throw refused;
    }
    if (commit <= synced) {
      return;
    }
    long upTo = made;
    try {
      disk.force();
    } catch (IOException e) {
      refused =
          StoreFailure.of(
              "the disk has refused to keep what was written: %s (expected: a disk that does; then start this server anew)"
                  .formatted(e.getMessage()));
      throw refused;
    }
    synced = upTo;
  }
}
