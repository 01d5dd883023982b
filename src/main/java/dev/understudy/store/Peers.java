package dev.understudy.store;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The servers that keep one log together. One at a time leads: what must not be done twice, it does
 * for all. Safe on any thread; futures complete on the caller's context.
 */
public interface Peers {

  /** Those of a log that one server has for itself: it leads. */
  Peers NONE = new NoPeers();

  /** Whether there can be any. */
  boolean isPossible();

  /**
   * Tells when the log has moved, whoever moved it; not of what moves while the database is out of
   * reach. Until {@link #close}.
   *
   * @param moved given the revision; called on the caller's context
   * @return completes when it does, and from then on connects again where that is lost; fails when
   *     it cannot be even once
   */
  Future<Void> listen(LongConsumer moved);

  /** Asks where the log ends. Who leads has to, more often than every 10 seconds. */
  Future<Long> beat();

  /**
   * Leads, where no other server does. What is kept as the leader fails on one that does not.
   *
   * @param url where it answers, for the others to say
   * @param anew take the lead; else only go on, where it was never lost
   * @return whether it leads
   */
  Future<Boolean> lead(String url, boolean anew);

  /** Leads no more, so that another can. */
  Future<Void> yieldLead();

  /** Where the server answers that leads, or led last; empty where none has yet. */
  Future<Optional<String>> leader();

  /** Listens no more. */
  Future<Void> close();
}
