package dev.understudy.http;

import dev.understudy.feed.EventFilter;
import dev.understudy.json.Json;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All models of a moment as server-sent events, then one that says where what happens afterwards
 * begins. Some are encoded at a time, off the event loop, when there is room for them. Confined to
 * the connection's event loop.
 */
final class SnapshotEvents {

  private static final int TOGETHER = 100;

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final EventFilter filter;

  SnapshotEvents(Vertx vertx, HttpServerResponse response, EventFilter filter) {
    this.vertx = vertx;
    this.response = response;
    this.filter = filter;
  }

  /** Completes when all is written; fails when the client is gone. */
  Future<Void> send(RegistrySnapshot snapshot) {
    return next(snapshot.entries().iterator())
        .compose(
            sent -> {
              Map<String, Object> end = new LinkedHashMap<>();
              end.put("epoch", snapshot.epoch());
              end.put("revision", snapshot.revision());
              LogPosition position = LogPosition.endOf(snapshot.revision().number());
              return written(SseFrames.frame("snapshot.end", position, Json.bytes(end)));
            });
  }

  private Future<Void> next(Iterator<ModelEntry> entries) {
    if (!entries.hasNext()) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(() -> frames(entries), false)
        .compose(this::written)
        .compose(drained -> next(entries));
  }

  private Buffer frames(Iterator<ModelEntry> entries) {
    Buffer frames = Buffer.buffer();
    for (int i = 0; i < TOGETHER && entries.hasNext(); i++) {
      ModelEntry entry = entries.next();
      if (filter.takes(entry.model())) {
        frames.appendBuffer(
            SseFrames.frame("snapshot.model", null, View.FULL.encode(entry.model())));
      }
    }
    return frames;
  }

  private Future<Void> written(Buffer frames) {
    if (response.ended()) {
      return Future.failedFuture(new ClosedChannelException()); // the server stops
    }
    if (frames.length() == 0) {
      return Future.succeededFuture();
    }
    Future<Void> written = response.write(frames);
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(drained::tryComplete);
    written.onFailure(drained::tryFail);
    return drained.future();
  }
}
