package dev.understudy.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain of a log, by SHA-256: each revision's hash is over the one before, its own head
 * and the hashes of its rows. Confined to one thread.
 */
final class Digests {

  private final MessageDigest rows = sha256();
  private final MessageDigest revisions = sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** The hash of one row. */
  Hash row(long revision, Row row) {
    add(rows, revision);
    add(rows, row.position());
    add(rows, row.kind());
    add(rows, row.name());
    add(rows, row.label());
    add(rows, row.fields());
    add(rows, row.definition());
    add(rows, row.layers());
    return new Hash(rows.digest());
  }

  /** The hash of a text. */
  Hash text(String text) {
    add(rows, text);
    return new Hash(rows.digest());
  }

  /** The hash of a row that is kept below the floor, where no chain holds its time and cause. */
  Hash kept(long revision, Row row, long atMicros, String cause) {
    Hash plain = row(revision, row);
    rows.update(plain.bytes());
    add(rows, atMicros);
    add(rows, cause);
    return new Hash(rows.digest());
  }

  /** Begins a revision; {@link #add} its rows, then {@link #end}. */
  void begin(Hash before, long revision, long atMicros, String cause) {
    revisions.reset();
    revisions.update(before.bytes());
    add(revisions, revision);
    add(revisions, atMicros);
    add(revisions, cause);
  }

  void add(Hash row) {
    revisions.update(row.bytes());
  }

  Hash end() {
    return new Hash(revisions.digest());
  }

  private void add(MessageDigest digest, long value) {
    digest.update(number.clear().putLong(value).array());
  }

  /** With its length before it, so that no two lists of texts look alike; null as -1. */
  private void add(MessageDigest digest, @Nullable String text) {
    if (text == null) {
      add(digest, -1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(digest, bytes.length);
    digest.update(bytes);
  }
}
