package dev.understudy.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.SourceStore;
import dev.understudy.store.StoredSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of sources, by which a server goes on where another one, or it itself, has stopped.
 * Models are read and written as JSON off the event loop. Confined to the registry's event loop.
 *
 * @param store keeps the JSON
 */
record KeptSources(Vertx vertx, SourceStore store) {

  private static final Logger LOG = LoggerFactory.getLogger(KeptSources.class);

  /**
   * How a source did last.
   *
   * @param url where
   * @param failing why it could not be read since; null when it could
   */
  record Status(
      String url,
      Fetched.Validators validators,
      @Nullable Instant lastSuccess,
      @Nullable Instant lastChange,
      @Nullable String failing,
      @Nullable Instant failingAt) {}

  /**
   * What a source had last.
   *
   * @param status null when that is not known
   * @param models null when they are not known
   */
  record Copy(@Nullable Status status, @Nullable List<SourceContent.Kept> models) {

    /** Nothing is known. */
    static final Copy NONE = new Copy(null, null);
  }

  /** All; those that were added in that order. */
  Future<List<StoredSource>> read() {
    return store.read();
  }

  /**
   * What was said of one that was added.
   *
   * @throws UnderstudyException when it cannot be read
   */
  static SourceSpec spec(StoredSource stored) {
    SourceSpec spec = parsed(stored.name(), stored.spec(), SourceSpec.class);
    if (spec == null) {
      throw new UnderstudyException(
          ErrorCode.STORE_UNAVAILABLE,
          "source \"%s\": what is kept of it cannot be read (expected: what this program, or an earlier version of it, has written)"
              .formatted(stored.name()),
          null);
    }
    return spec;
  }

  /** What one had last; fails when the store cannot be read. */
  Future<Copy> copy(StoredSource stored) {
    return store
        .models(stored.name())
        .compose(models -> vertx.executeBlocking(() -> copy(stored, models), false));
  }

  private static Copy copy(StoredSource stored, @Nullable String models) {
    SourceContent.Kept[] kept = parsed(stored.name(), models, SourceContent.Kept[].class);
    return new Copy(
        parsed(stored.name(), stored.status(), Status.class), kept == null ? null : List.of(kept));
  }

  /** Null when there is none, or none that can be read. */
  private static <T> @Nullable T parsed(String source, @Nullable String json, Class<T> type) {
    try {
      return json == null ? null : Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      LOG.warn("what is kept of source {} cannot be read: {}", source, e.getOriginalMessage());
      return null;
    }
  }

  /** Keeps one that is added, of which nothing else is known. */
  Future<Void> add(SourceSpec spec) {
    return store.add(spec.name(), Json.ascii(spec));
  }

  /**
   * Keeps what one has now.
   *
   * @param models null when they are kept already
   */
  Future<Void> put(String name, Status status, @Nullable List<SourceContent.Kept> models) {
    String json = Json.ascii(status);
    return models == null
        ? store.putStatus(name, json)
        : vertx
            .executeBlocking(() -> Json.ascii(models), false)
            .compose(written -> store.put(name, json, Objects.requireNonNull(written)));
  }

  /** Forgets one. */
  Future<Void> remove(String name) {
    return store.remove(name);
  }
}
