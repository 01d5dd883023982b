package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The head of a log in a folder that one server at a time has: apart from the database, so that the
 * two can be held against each other. Confined to one thread; blocks.
 */
final class RememberedHead implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RememberedHead.class);

  private final DataDirectory directory;
  private final HeadFile file;
  private boolean isSynced;
  private boolean isWritten = true;

  private RememberedHead(DataDirectory directory, HeadFile file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Locks the folder, which is made if need be.
   *
   * @param name of the file; each log has its own
   */
  static RememberedHead open(Path dir, String name) throws IOException {
    return open(DataDirectory.lock(dir), name);
  }

  /** The same of one that is only read: nothing is made. */
  static RememberedHead openToRead(Path dir, String name) throws IOException {
    return open(DataDirectory.lockToRead(dir), name);
  }

  private static RememberedHead open(DataDirectory directory, String name) throws IOException {
    try {
      return new RememberedHead(directory, HeadFile.open(directory.file(name)));
    } catch (IOException e) {
      directory.close();
      throw StoreFailure.of(
          directory.file(name) + ": cannot be read (expected: a file of this user's)");
    }
  }

  /** The last one; null for none, {@link Head#UNREADABLE} when it is damaged. */
  @Nullable Head read() throws IOException {
    return file.read();
  }

  /** A head that is behind is no harm: what was kept is. So a failure only shows in the log. */
  void write(Head head) {
    try {
      file.write(head);
      if (!isSynced) {
        file.sync(); // an empty file would be taken for damage
        isSynced = true;
      }
      isWritten = true;
    } catch (IOException e) {
      if (isWritten) {
        LOG.error("the head of the log cannot be remembered apart from it", e);
      }
      isWritten = false;
    }
  }

  /** Forgets it, when another log begins. */
  void clear() throws IOException {
    file.clear();
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      file.close();
    }
  }
}
