package dev.understudy.bus;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.EventPage;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows the log. What is published on the bus is only taken where it goes on from the
 * last event; whatever is between is read from the log first. Confined to the context on which it
 * was begun, but for {@link #stop}.
 */
public final class Following {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private static final int PAGE = 500;

  /** After how long it is tried again when the log could not be read. */
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Context context;
  private final RegistryClient client;
  private final Follower follower;
  private final MessageConsumer<RegistryEvent> consumer;
  private LogPosition position;
  private @Nullable String epoch;
  private boolean isReading;
  private boolean isBehind;
  private volatile boolean isStopped;

  Following(Vertx vertx, RegistryClient client, LogPosition since, Follower follower) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.follower = follower;
    this.position = since;
    this.consumer = client.onChange(write -> context.runOnContext(now -> take(write)));
    context.runOnContext(now -> catchUp());
  }

  /** The last event that was told, or all of its revision. */
  public LogPosition position() {
    return position;
  }

  /** Nothing more is told. */
  public void stop() {
    isStopped = true;
    consumer.unregister();
  }

  private void take(RegistryEvent write) {
    if (isStopped) {
      return;
    }
    long last = position.revision();
    boolean goesOn =
        write.epoch().equals(epoch) && position.isEnd() && write.revision().number() == last + 1;
    if (isReading || !goesOn) {
      isBehind = true;
      catchUp();
    } else {
      tell(write.logged());
      position = LogPosition.endOf(write.revision().number());
    }
  }

  private void tell(List<LoggedEvent> events) {
    for (LoggedEvent event : events) {
      if (!isStopped) {
        follower.event(event);
        position = event.position();
      }
    }
  }

  private void catchUp() {
    if (!isReading && !isStopped) {
      isReading = true;
      isBehind = false;
      client.events(position, PAGE).onComplete(this::read, this::failed);
    }
  }

  private void read(EventPage page) {
    isReading = false;
    if (epoch != null && !epoch.equals(page.epoch())) {
      reset(
          new UnderstudyException(
              ErrorCode.REVISION_COMPACTED,
              "the log is another than it was: epoch %s (expected: %s)"
                  .formatted(page.epoch(), epoch),
              "since"));
      return;
    }
    epoch = page.epoch();
    tell(page.events());
    position = page.next();
    if (page.hasMore() || isBehind) {
      catchUp();
    }
  }

  private void failed(Throwable failure) {
    isReading = false;
    if (failure instanceof UnderstudyException known
        && known.code() == ErrorCode.REVISION_COMPACTED) {
      reset(known);
    } else if (!isStopped) {
      LOG.debug("the log cannot be read; again in {}", RETRY, failure);
      vertx.setTimer(RETRY.toMillis(), again -> catchUp());
    }
  }

  private void reset(UnderstudyException why) {
    if (!isStopped) {
      stop();
      follower.reset(why);
    }
  }
}
