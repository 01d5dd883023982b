package dev.understudy.usage;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counts by model and hour. The ledger calls it one at a time but for reads, which may be
 * several at once, and never on an event loop; futures may complete on any thread. They must
 * complete, within some bound of time: what comes after waits for them.
 */
public interface UsageStore {

  /**
   * Adds to what is kept, all or nothing.
   *
   * @param deltas one for each model and hour; none where the store may have something left to add
   * @return fails when nothing was added; the same will be added again then, so a store that cannot
   *     tell has to find out before it answers
   */
  Future<Void> add(List<HourlyUsage> deltas);

  /**
   * Reads what is kept, merged over servers.
   *
   * @param model its id; null for all
   * @param from a whole hour
   * @param to a whole hour, the first that is not wanted
   * @param rows takes each model and hour, in any order, one after the other; not all are in memory
   *     at once; what it throws fails the read
   * @return completes after the last row
   */
  Future<Void> read(@Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> rows);

  /** Forgets the hours before that one. */
  Future<Void> forgetBefore(Instant hour);
}
