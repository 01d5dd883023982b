package dev.understudy.store;

import dev.understudy.registry.Accepted;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write from the call to its acknowledgement. Confined to the registry's event loop.
 *
 * @param done told when it is kept and shows, or cannot be
 * @param cause why it is made
 * @param operation makes it, on the registry; again, where others were first
 * @param at when it was made
 * @param accepted what it did; null where there is nothing to keep
 * @param write what it did, as it is told; null where it was refused
 * @param refused why; null where it was not
 */
record PendingWrite(
    Promise<RegistryWrite> done,
    Cause cause,
    Supplier<RegistryWrite> operation,
    Instant at,
    @Nullable Accepted accepted,
    @Nullable RegistryWrite write,
    @Nullable RuntimeException refused) {

  void acknowledge() {
    if (refused != null) {
      done.tryFail(refused);
    } else {
      done.tryComplete(write);
    }
  }
}
