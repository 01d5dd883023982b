package dev.understudy.webhook;

import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.store.WebhookState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of webhooks, those that this server tells. Safe on any thread. */
public final class WebhookMeter {

  private final Map<Result, LongAdder> attempts = new EnumMap<>(Result.class);
  private final Map<String, Seen> webhooks = new ConcurrentHashMap<>();

  private record Seen(WebhookState state, LogPosition readTo) {}

  /** Has counted nothing. */
  public WebhookMeter() {
    for (Result result : Result.values()) {
      attempts.put(result, new LongAdder());
    }
  }

  void count(Result result) {
    adder(result).increment();
  }

  /** How one is now. */
  void see(String id, WebhookState state, LogPosition readTo) {
    webhooks.put(id, new Seen(state, readTo));
  }

  /** It is there no longer, or another server's to tell. */
  void forget(String id) {
    webhooks.remove(id);
  }

  /** How many attempts had that result. */
  public long attempts(Result result) {
    return adder(result).sum();
  }

  private LongAdder adder(Result result) {
    return Objects.requireNonNull(attempts.get(result));
  }

  /** How many are in a state. */
  public long count(WebhookState state) {
    return webhooks.values().stream().filter(seen -> seen.state() == state).count();
  }

  /**
   * How many revisions the active one that is furthest behind has not been told whole; 0 for none.
   *
   * @param last revision there is
   */
  public long behind(long last) {
    return webhooks.values().stream()
        .filter(seen -> seen.state() == WebhookState.ACTIVE)
        .mapToLong(seen -> Math.max(0, last - whole(seen.readTo())))
        .max()
        .orElse(0);
  }

  private static long whole(LogPosition readTo) {
    return readTo.isEnd() ? readTo.revision() : readTo.revision() - 1;
  }
}
