package dev.understudy.store;

import dev.understudy.registry.Layers;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads of the past, beside the writes. Safe on any thread. */
public interface History {

  /** From which revision on every version is kept; of those before only the last of each name. */
  Future<Long> wholeFrom();

  /** From when on it is known what every model was; empty where nothing was dropped. */
  Future<Optional<Instant>> wholeSince();

  /** The last revision made at or before that time; 0 when there was none. */
  Future<Long> revisionAt(Instant time);

  /**
   * What a model was, the latest first.
   *
   * @param before only what was before that revision
   * @param limit the most, from 1
   */
  Future<List<Version>> versions(String id, long before, int limit);

  /** The last version of a model made at or before that revision; also its removal. */
  Future<Optional<Version>> versionAt(String id, long revision);

  /** The last version of a model whose definition says that it is this version. */
  Future<Optional<Version>> versionLabelled(String id, String label);

  /**
   * What an alias meant, the latest first.
   *
   * @param before only what was before that revision
   * @param limit the most, from 1
   */
  Future<List<AliasMove>> aliasMoves(String alias, long before, int limit);

  /** The first move of an alias at or after a revision. */
  Future<Optional<AliasMove>> nextAliasMove(String alias, long from);

  /** What the layers held of a model from that version on. */
  Future<Layers> layers(Version version);

  /**
   * What changed after a point, in order.
   *
   * @param revision only later ones, and of this one what is after the position
   * @param position in that revision; {@link Integer#MAX_VALUE} for nothing more of it
   * @param limit the most, from 1
   */
  Future<List<Version>> changes(long revision, int position, int limit);

  /** The same of all that is told, not of models alone. */
  Future<List<LoggedEvent>> events(long revision, int position, int limit);
}
