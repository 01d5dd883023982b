package dev.understudy.bus;

import dev.understudy.model.UnderstudyException;
import dev.understudy.store.LoggedEvent;

/** Who follows the log. Called on the context on which it began to follow. */
@FunctionalInterface
public interface Follower {

  /** The next event. */
  void event(LoggedEvent event);

  /**
   * Where it was is no longer kept, or the log is another than it was: nothing more comes. Who
   * still wants to follow reads the registry anew and begins from its revision.
   */
  default void reset(UnderstudyException why) {}
}
