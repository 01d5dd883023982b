package dev.understudy.http;

import dev.understudy.feed.EventFilter;
import dev.understudy.feed.Feed;
import dev.understudy.feed.FeedEvent;
import dev.understudy.feed.FeedPage;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows the feed by server-sent events. What it has not read yet is held in the socket
 * and in one page at most: while those are full it is left where it is, and goes on from there.
 * Confined to the connection's event loop.
 */
final class Watcher {

  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

  /** A comment, which says only that the connection is alive. */
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Feed feed;
  private final EventFilter filter;
  private LogPosition position;
  private LogPosition told;
  private boolean isReading = true;
  private boolean isPoked;
  private boolean isFull;
  private int fullBeats;

  /** One that has seen all up to that point. */
  Watcher(HttpServerRequest request, Feed feed, EventFilter filter, LogPosition position) {
    this.request = request;
    this.response = request.response();
    this.feed = feed;
    this.filter = filter;
    this.position = position;
    this.told = position;
  }

  /** All of that snapshot is sent first. */
  void beginAfter(RegistrySnapshot snapshot) {
    position = LogPosition.endOf(snapshot.revision().number());
    told = position;
  }

  /** Goes on from where it is; before, nothing is told. */
  void begin() {
    isReading = false;
    poke();
  }

  /** There may be more. */
  void poke() {
    isPoked = true;
    if (!isReading && !isFull && !response.ended() && !response.closed()) {
      isPoked = false;
      isReading = true;
      feed.after(position).onComplete(this::send, this::failed);
    }
  }

  private void send(FeedPage page) {
    isReading = false;
    if (response.closed() || response.ended()) {
      return;
    }
    List<FeedEvent> wanted =
        page.events().stream().filter(event -> filter.takes(event.event())).toList();
    position = page.next();
    if (!wanted.isEmpty()) {
      told = wanted.get(wanted.size() - 1).position();
      write(page, wanted);
    }
    if (response.writeQueueFull()) {
      isFull = true;
      response.drainHandler(drained -> resume());
    }
    if (feed.goesOnAfter(page) || isPoked) {
      poke();
    }
  }

  /** Without a copy, as all who want them share them. */
  private void write(FeedPage page, List<FeedEvent> wanted) {
    if (wanted.size() == page.events().size()) {
      response.write(page.frames());
    } else {
      wanted.forEach(event -> response.write(event.frame()));
    }
  }

  private void resume() {
    isFull = false;
    poke();
  }

  private void failed(Throwable failure) {
    isReading = false;
    if (failure instanceof UnderstudyException known
        && known.code() == ErrorCode.REVISION_COMPACTED) {
      reset(known);
    } else {
      LOG.debug("the feed cannot be read; again at the next heartbeat", failure);
      isPoked = true;
    }
  }

  /** Where it was is no longer kept: it has to read the registry anew. */
  private void reset(UnderstudyException why) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", why.code());
    body.put("message", why.getMessage());
    body.put("revision", feed.end().revision());
    response.end(SseFrames.frame("reset", null, Json.bytes(body)));
  }

  /**
   * A time has passed in which it should have heard something.
   *
   * @param patience after so many of them one that does not read is given up
   * @return false when it was
   */
  boolean beat(int patience) {
    if (isFull || response.writeQueueFull()) {
      fullBeats++;
      return fullBeats <= patience;
    }
    fullBeats = 0;
    if (isPoked) {
      poke();
    }
    if (told.revision() < position.revision()) {
      told = position;
      response.write(bookmark(position));
    } else {
      response.write(HEARTBEAT);
    }
    return true;
  }

  /** Moves the point from which a client resumes over what its filter has left out. */
  private static Buffer bookmark(LogPosition position) {
    return SseFrames.frame(
        "bookmark", position, Json.bytes(Map.of("revision", position.revision())));
  }

  /** The server stops; the client connects anew, with what it saw last. */
  void end() {
    if (!response.ended()) {
      response.end();
    }
  }

  /** Breaks the connection off. */
  Future<Void> drop() {
    return request.connection().close();
  }
}
