package dev.understudy.store;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps remote sources: those that were added, and what each had last. All is JSON of its caller's,
 * in ASCII. Safe on any thread.
 */
public interface SourceStore {

  /** All of them; those that were added in that order. */
  Future<List<StoredSource>> read();

  /** The models that one had last; null when that is not known. */
  Future<@Nullable String> models(String name);

  /** Keeps one that is added, after all others; what was known of that name is forgotten. */
  Future<Void> add(String name, String spec);

  /** Keeps what one has now. */
  Future<Void> put(String name, String status, String models);

  /** Keeps how one does now; its models stay as they are kept. */
  Future<Void> putStatus(String name, String status);

  /** Forgets one. */
  Future<Void> remove(String name);
}
