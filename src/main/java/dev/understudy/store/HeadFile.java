package dev.understudy.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the log ended, outside of the database: what takes the database's tail along does
 * not take this. Two slots are written in turn, so that one is whole whenever the process dies.
 * Confined to one thread; blocks.
 */
final class HeadFile implements AutoCloseable {

  private static final int SLOT_BYTES = 512;

  private final Path file;
  private @Nullable FileChannel opened;
  private int next;

  private HeadFile(Path file) {
    this.file = file;
  }

  /** Opens it where it is there; else the first write makes it. */
  static HeadFile open(Path file) throws IOException {
    HeadFile head = new HeadFile(file);
    if (Files.exists(file)) {
      head.channel();
    }
    return head;
  }

  private FileChannel channel() throws IOException {
    FileChannel channel = opened;
    if (channel == null) {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      opened = channel;
    }
    return channel;
  }

  /**
   * The later of the heads that were written; null when none was, {@link Head#UNREADABLE} when none
   * of them is whole.
   */
  @Nullable Head read() throws IOException {
    if (opened == null) {
      return null;
    }
    FileChannel channel = channel();
    Head first = slot(channel, 0);
    Head second = slot(channel, 1);
    boolean isFirst = first != null && (second == null || first.revision() >= second.revision());
    next = isFirst ? 1 : 0;
    if (first == null && second == null && channel.size() > 0) {
      return Head.UNREADABLE;
    }
    return isFirst ? first : second;
  }

  private static @Nullable Head slot(FileChannel channel, int slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
    channel.read(bytes, (long) slot * SLOT_BYTES);
    String[] parts =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII)
            .strip()
            .split(" ", -1);
    if (parts.length != 4 || !parts[3].equals(checksum(parts[0], parts[1], parts[2]))) {
      return null;
    }
    return new Head(
        parts[0], Long.parseLong(parts[1]), new Hash(HexFormat.of().parseHex(parts[2])));
  }

  /** Writes a head, which survives the process; a crash of the machine may leave an earlier one. */
  void write(Head head) throws IOException {
    String chain = HexFormat.of().formatHex(head.chain().bytes());
    String revision = Long.toString(head.revision());
    String line =
        String.join(" ", head.epoch(), revision, chain, checksum(head.epoch(), revision, chain));
    byte[] slot = new byte[SLOT_BYTES];
    Arrays.fill(slot, (byte) ' ');
    byte[] text = line.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, slot, 0, text.length);
    slot[SLOT_BYTES - 1] = '\n';
    channel().write(ByteBuffer.wrap(slot), (long) next * SLOT_BYTES);
    next = 1 - next;
  }

  /** Forgets what was written, when another log begins. */
  void clear() throws IOException {
    channel().truncate(0);
    next = 0;
  }

  void sync() throws IOException {
    channel().force(false);
  }

  private static String checksum(String epoch, String revision, String chain) {
    CRC32C crc = new CRC32C();
    crc.update((epoch + revision + chain).getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = opened;
    if (channel != null) {
      channel.force(false);
      channel.close();
    }
  }
}
