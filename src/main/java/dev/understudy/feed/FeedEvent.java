package dev.understudy.feed;

import dev.understudy.registry.Event;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** An event that is encoded once, for whoever wants it. Safe on any thread. */
public final class FeedEvent {

  private final LoggedEvent logged;
  private volatile @Nullable Buffer frame;

  FeedEvent(LoggedEvent logged) {
    this.logged = logged;
  }

  /** What happened, and when. */
  public LoggedEvent logged() {
    return logged;
  }

  /** What happened. */
  public Event event() {
    return logged.event();
  }

  /** Its number. */
  public LogPosition position() {
    return logged.position();
  }

  /** As a server-sent event; not to be changed. JSON has no line breaks, types and ids neither. */
  public Buffer frame() {
    Buffer known = frame;
    if (known == null) {
      known =
          Buffer.buffer("id: ")
              .appendString(logged.position().toString())
              .appendString("\nevent: ")
              .appendString(event().type().jsonName())
              .appendString("\ndata: ")
              .appendBytes(EventBody.json(logged))
              .appendString("\n\n");
      frame = known;
    }
    return known;
  }
}
