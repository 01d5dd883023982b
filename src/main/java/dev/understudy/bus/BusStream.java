package dev.understudy.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.UUID;

/**
 * A simulated answer that is being received over the bus. Confined to the context that opened it.
 */
public final class BusStream {

  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(BusCodec.NAME);

  private final Vertx vertx;
  private final MessageConsumer<StreamPart> consumer;
  private final StreamOpened opened;
  private final Promise<String> ended;

  private BusStream(
      Vertx vertx,
      MessageConsumer<StreamPart> consumer,
      StreamOpened opened,
      Promise<String> ended) {
    this.vertx = vertx;
    this.consumer = consumer;
    this.opened = opened;
    this.ended = ended;
  }

  static Future<BusStream> open(
      Vertx vertx,
      RegistryClient client,
      StreamOptions options,
      int credits,
      Handler<StreamPart> handler) {
    String address = Addresses.STREAM + "." + UUID.randomUUID();
    Promise<String> ended = Promise.promise();
    MessageConsumer<StreamPart> consumer = vertx.eventBus().consumer(address);
    consumer.handler(
        message -> {
          StreamPart part = message.body();
          try {
            handler.handle(part);
          } finally {
            if (part.finishReason() != null) {
              consumer.unregister();
              ended.tryComplete(part.finishReason());
            }
          }
        });
    return consumer
        .completion()
        .compose(v -> client.request(new BusRequest.OpenStream(options, address, credits)))
        .map(opened -> new BusStream(vertx, consumer, opened, ended))
        .onFailure(failure -> consumer.unregister());
  }

  /** What the sender said at the start. */
  public StreamOpened opened() {
    return opened;
  }

  /** Takes so many more tokens, from 1. */
  public void request(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens: " + tokens + " (expected: from 1)");
    }
    send(new StreamControl(tokens, false));
  }

  /** Ends the stream now; nothing more comes. */
  public void stop() {
    send(new StreamControl(0, true));
    consumer.unregister();
    ended.tryComplete(StreamPart.STOPPED);
  }

  private void send(StreamControl control) {
    vertx.eventBus().send(opened.controlAddress(), control, OPTIONS);
  }

  /** Completes with the finish reason, or with {@link StreamPart#STOPPED}. */
  public Future<String> ended() {
    return ended.future();
  }
}
