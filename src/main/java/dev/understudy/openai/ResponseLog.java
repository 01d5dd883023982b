package dev.understudy.openai;

import dev.understudy.content.Message;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Responses that are kept for those that build on them: as many as the bounds allow, the first kept
 * goes first. What has grown too old is let go when the log is next used, not by a timer. Safe on
 * any thread.
 *
 * <p>An id is decided by seeds and body, and the body names the response before; so an id stands
 * for the whole conversation, and the same request is kept once.
 */
public final class ResponseLog {

  private final Bounds bounds;
  private final LongSupplier nanoClock;
  private final Map<String, Stored> byId = new LinkedHashMap<>();
  private long keptBytes;

  /**
   * How much is kept.
   *
   * @param responses how many at most, from 0
   * @param bytes how much memory they take together at most, about, from 0; each counts the whole
   *     conversation before it
   * @param age for how long at most
   */
  public record Bounds(int responses, long bytes, Duration age) {}

  /** What an item and its place in the log take, about; its text is the conversation's. */
  private static final int BYTES_PER_ITEM = 200;

  /** A response that is kept. Immutable, as its body is never changed. */
  static final class Stored {
    private final Conversation conversation;
    private final Map<String, List<Message>> items;
    private final byte[] body;
    private final long bytes;
    private final long nanos;

    private Stored(
        Conversation conversation, Map<String, List<Message>> items, byte[] body, long nanos) {
      this.conversation = conversation;
      this.items = Map.copyOf(items);
      this.body = body;
      this.bytes = conversation.bytes() + (long) BYTES_PER_ITEM * items.size() + body.length;
      this.nanos = nanos;
    }

    /** What was said up to its end, without instructions. */
    Conversation conversation() {
      return conversation;
    }
  }

  /**
   * A log without responses.
   *
   * @param nanoClock by which they grow old
   */
  public ResponseLog(Bounds bounds, LongSupplier nanoClock) {
    this.bounds = bounds;
    this.nanoClock = nanoClock;
  }

  /**
   * Keeps a response, unless it is larger than all that may be kept.
   *
   * @param conversation what was said up to its end, without instructions
   * @param items what each item of its output says of it, by the item's id
   */
  void keep(String id, Conversation conversation, Map<String, List<Message>> items, byte[] body) {
    Stored stored = new Stored(conversation, items, body, nanoClock.getAsLong());
    synchronized (this) {
      remove(id);
      if (stored.bytes <= bounds.bytes()) {
        byId.put(id, stored);
        keptBytes += stored.bytes;
      }
      forget();
    }
  }

  private void forget() {
    long now = nanoClock.getAsLong();
    Iterator<Stored> oldestFirst = byId.values().iterator();
    while (oldestFirst.hasNext()) {
      Stored oldest = oldestFirst.next();
      if (byId.size() <= bounds.responses()
          && keptBytes <= bounds.bytes()
          && now - oldest.nanos <= bounds.age().toNanos()) {
        return;
      }
      oldestFirst.remove();
      keptBytes -= oldest.bytes;
    }
  }

  /** The response of that id; null when there was none, or it is forgotten. */
  synchronized @Nullable Stored find(String id) {
    forget();
    return byId.get(id);
  }

  private synchronized boolean remove(String id) {
    Stored removed = byId.remove(id);
    keptBytes -= removed == null ? 0 : removed.bytes;
    return removed != null;
  }

  /** What an item says that a kept response put out; null when there is none of that id. */
  @Nullable List<Message> item(String itemId) {
    Stored stored = find(OutputItem.responseId(itemId));
    return stored == null ? null : stored.items.get(itemId);
  }

  /**
   * The body of a response as it was answered.
   *
   * @throws UnderstudyException NOT_FOUND when there was none, or it is forgotten
   */
  public byte[] body(String id) {
    Stored stored = find(id);
    if (stored == null) {
      throw unknown(id);
    }
    return stored.body;
  }

  /**
   * Forgets a response.
   *
   * @throws UnderstudyException NOT_FOUND when there was none, or it is forgotten
   */
  public void delete(String id) {
    if (!remove(id)) {
      throw unknown(id);
    }
  }

  private UnderstudyException unknown(String id) {
    return new UnderstudyException(
        ErrorCode.NOT_FOUND,
        "Response with id '%s' not found (expected: one that was stored within %d s and is among the last %d, of %d bytes together)."
            .formatted(id, bounds.age().toSeconds(), bounds.responses(), bounds.bytes()),
        "response_id");
  }
}
