package dev.understudy.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.Page;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encoded lists, by revision and query. Each is worked out once, however many wait for it: small
 * ones where they are asked for, those over {@value #SMALL_BYTES} bytes and all gzip on a worker
 * thread. Shared by all event loops.
 */
public final class ListBodies {

  private static final int SMALL_BYTES = 256 * 1024;

  /** A generous guess of an encoded model, to tell small lists from large ones beforehand. */
  private static final int OPENAI_BYTES = 200;

  private static final int FULL_BYTES = 3_000;

  /** More than these are not looked at one by one on an event loop. */
  private static final int MANY_MODELS = 5_000;

  private static final long KEPT_BYTES = 64L * 1024 * 1024;

  private final Cache<Key, Future<ListBody>> cache =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_BYTES)
          .weigher(
              (Key key, Future<ListBody> list) ->
                  key.weight() + (list.succeeded() ? list.result().weight() : 0))
          .build();

  private final Vertx vertx;

  /** Bodies whose large ones are worked out on that Vert.x's worker threads. */
  public ListBodies(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What a list's body depends on. */
  private record Key(
      String epoch, long revision, long autoRevision, ModelQuery query, View view, boolean gzip) {

    /** A query can be longer than its answer. */
    int weight() {
      return query.toString().length();
    }
  }

  /**
   * A list, ready to be sent.
   *
   * @param encoded body and tag
   * @param nextCursor what the {@code Link} to the next page says; null on the last
   */
  record ListBody(Encoded encoded, @Nullable String nextCursor) {
    int weight() {
      return encoded.body().length() + 500;
    }
  }

  /** The tag of a list, known before it is worked out. */
  static String etag(RegistrySnapshot snapshot, ModelQuery query, View view, boolean gzip) {
    String base = query.equals(ModelQuery.ALL) ? "" : digest(query.toString());
    String auto = snapshot.autoRevision() == 0 ? "" : "a" + snapshot.autoRevision();
    return ETag.of(
        snapshot.epoch(), snapshot.revision(), base, auto, view.etagSuffix(), gzip ? "gz" : "");
  }

  /** Wide enough that no two queries share a tag; nobody attacks their own cache. */
  private static String digest(String query) {
    return UUID.nameUUIDFromBytes(query.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The list; completes at once when it is kept. */
  Future<ListBody> get(RegistrySnapshot snapshot, ModelQuery query, View view, boolean gzip) {
    Key key =
        new Key(
            snapshot.epoch(),
            snapshot.revision().number(),
            snapshot.autoRevision(),
            query,
            view,
            gzip);
    Future<ListBody> kept = cache.getIfPresent(key);
    if (kept != null) {
      return here(kept);
    }
    Promise<ListBody> promise = Promise.promise();
    Future<ListBody> first = cache.asMap().putIfAbsent(key, promise.future());
    if (first != null) {
      return here(first);
    }
    attempt(snapshot, query, view, gzip)
        .onComplete(
            body -> {
              promise.complete(body);
              cache.put(key, promise.future()); // again, now that its weight is known
            },
            failure -> {
              cache.invalidate(key);
              promise.fail(failure);
            });
    return here(promise.future());
  }

  /** Whoever waits is told on its own event loop, not on that of the one who asked first. */
  private Future<ListBody> here(Future<ListBody> shared) {
    if (shared.succeeded()) {
      return shared;
    }
    PromiseInternal<ListBody> own = ((ContextInternal) vertx.getOrCreateContext()).promise();
    shared.onComplete(own);
    return own.future();
  }

  /** What is wrong with a query may show only now. */
  private Future<ListBody> attempt(
      RegistrySnapshot snapshot, ModelQuery query, View view, boolean gzip) {
    try {
      return work(snapshot, query, view, gzip);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<ListBody> work(
      RegistrySnapshot snapshot, ModelQuery query, View view, boolean gzip) {
    String etag = etag(snapshot, query, view, gzip);
    if (gzip) {
      return get(snapshot, query, view, false)
          .compose(
              plain ->
                  vertx.executeBlocking(
                      () -> new ListBody(new Encoded(gzip(plain), etag), plain.nextCursor()),
                      false));
    }
    if (isMuch(snapshot, query, view)) {
      return vertx.executeBlocking(() -> encode(snapshot, query, view, etag), false);
    }
    return Future.succeededFuture(encode(snapshot, query, view, etag));
  }

  /** Whether the list, or finding what is on it, would hold an event loop. */
  private static boolean isMuch(RegistrySnapshot snapshot, ModelQuery query, View view) {
    Integer limit = query.limit();
    long models = limit == null ? snapshot.count() : Math.min(limit, snapshot.count());
    return (query.looksAtAll() && snapshot.count() > MANY_MODELS)
        || models * (view == View.OPENAI ? OPENAI_BYTES : FULL_BYTES) > SMALL_BYTES;
  }

  private static ListBody encode(
      RegistrySnapshot snapshot, ModelQuery query, View view, String etag) {
    Page page = snapshot.list(query);
    Buffer body = Buffer.buffer(page.entries().size() * OPENAI_BYTES + 200);
    body.appendString("{\"object\":\"list\",\"data\":[");
    boolean first = true;
    for (ModelEntry entry : page.entries()) {
      if (!first) {
        body.appendByte((byte) ',');
      }
      first = false;
      body.appendBytes(view.encode(entry.model()));
    }
    body.appendString("]");
    if (query.limit() != null) {
      body.appendString(",\"has_more\":" + page.hasMore());
      body.appendString(",\"first_id\":" + quoted(page.firstId()));
      body.appendString(",\"last_id\":" + quoted(page.lastId()));
    }
    body.appendString("}");
    return new ListBody(new Encoded(body, etag), page.nextCursor());
  }

  /** Ids hold nothing that JSON would escape. */
  private static String quoted(@Nullable String id) {
    return id == null ? "null" : "\"" + id + "\"";
  }

  private static Buffer gzip(ListBody plain) {
    byte[] bytes = plain.encoded().body().getBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 100);
    try (GZIPOutputStream gzip = new BestGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(out.toByteArray());
  }

  /** Made once and sent often: worth the effort. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
