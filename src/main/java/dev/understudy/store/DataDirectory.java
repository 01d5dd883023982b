package dev.understudy.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A folder that one server at a time keeps its data in. Blocks. */
final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path dir;
  private final @Nullable FileChannel channel;

  private DataDirectory(Path dir, @Nullable FileChannel channel) {
    this.dir = dir;
    this.channel = channel;
  }

  /**
   * Makes the folder if need be, and locks it.
   *
   * @throws dev.understudy.model.UnderstudyException when it cannot be written, or another server
   *     has it
   */
  static DataDirectory lock(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String owner = owner(channel);
        channel.close();
        throw StoreFailure.of(
            "data folder %s: in use by process %s (expected: one server for a folder; --data names another, --store memory needs none; snapshot and restore of a running one take --url http://...)"
                .formatted(dir, owner));
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return new DataDirectory(dir, channel);
    } catch (IOException e) {
      throw StoreFailure.of(
          "data folder %s: cannot be written, %s (expected: a folder of this user's; --data names another)"
              .formatted(dir, e));
    }
  }

  /** The same of one that is only read, which makes nothing: where no lock is, no server was. */
  static DataDirectory lockToRead(Path dir) {
    return Files.exists(dir.resolve(LOCK)) ? lock(dir) : new DataDirectory(dir, null);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException thisProcess) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }

  Path file(String name) {
    return dir.resolve(name);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
