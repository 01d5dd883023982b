package dev.understudy.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file in which SQLite has what was committed until it is moved into the database. SQLite makes
 * it with the first commit, and goes on in it until the last connection is closed. For one thread;
 * blocks.
 */
final class WriteAheadLog implements CommitSync.Disk, AutoCloseable {

  private final Path file;
  private @Nullable FileChannel opened;

  WriteAheadLog(Path database) {
    this.file = database.resolveSibling(database.getFileName() + "-wal");
  }

  @Override
  public void force() throws IOException {
    FileChannel channel = opened;
    if (channel == null) {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      opened = channel;
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
