package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Accepted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are kept in one commit, those that were refused meanwhile among them. Confined to the
 * registry's event loop.
 */
final class WriteBatch {

  private final List<PendingWrite> writes;
  private final List<LogEntry> entries;
  private final long lastRevision;
  private boolean isKept;

  /** Writes that follow on a batch; null for none that is under way. */
  WriteBatch(List<PendingWrite> writes, @Nullable WriteBatch before) {
    this.writes = writes;
    this.entries = new ArrayList<>(writes.size());
    long last = before == null ? 0 : before.lastRevision;
    for (PendingWrite write : writes) {
      Accepted accepted = write.accepted();
      if (accepted != null) {
        LogEntry entry = new LogEntry(write.at(), write.cause(), accepted);
        entries.add(entry);
        last = entry.revision();
      }
    }
    this.lastRevision = last;
  }

  List<PendingWrite> writes() {
    return writes;
  }

  /** What there is to keep. */
  List<LogEntry> entries() {
    return entries;
  }

  /** Of it, or of those before where it has none; 0 where none is known. */
  long lastRevision() {
    return lastRevision;
  }

  boolean isKept() {
    return isKept;
  }

  /** It is in the log; it shows when all before it do. */
  void setKept() {
    isKept = true;
  }

  void acknowledge() {
    writes.forEach(PendingWrite::acknowledge);
  }

  /** Acknowledges those that were refused. */
  void failUnlessRefused(UnderstudyException why) {
    writes.forEach(write -> write.done().tryFail(write.refused() == null ? why : write.refused()));
  }
}
