package dev.understudy.bus;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serving side: one consumer an address, whose every failure is answered, typed. */
public final class BusServer {

  private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);
  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(BusCodec.NAME);

  private final EventBus bus;

  /** Serves on the bus of that Vert.x. */
  public BusServer(Vertx vertx) {
    this.bus = vertx.eventBus();
    BusCodec.register(bus);
  }

  /**
   * Answers the requests of one type, on the context of the calling verticle.
   *
   * @return completes when the consumer can be reached
   */
  public <R, Q extends BusRequest<R>> Future<Void> serve(
      String address, Class<Q> type, Function<Q, Future<R>> handler) {
    MessageConsumer<Object> consumer = bus.consumer(address);
    return consumer.handler(message -> answer(message, type, handler)).completion();
  }

  private static <R, Q> void answer(
      Message<Object> message, Class<Q> type, Function<Q, Future<R>> handler) {
    try {
      Object body = message.body();
      if (!type.isInstance(body)) {
        throw UnderstudyException.invalid("message", body, "a " + type.getSimpleName());
      }
      handler
          .apply(type.cast(body))
          .onComplete(reply -> message.reply(reply, OPTIONS), failure -> refuse(message, failure));
    } catch (RuntimeException | Error e) {
      refuse(message, e); // who asked must not wait for nothing
    }
  }

  private static void refuse(Message<Object> message, Throwable failure) {
    BusFailure sent = BusFailure.of(failure);
    if (sent.code() == ErrorCode.INTERNAL) {
      LOG.error("request on {} failed", message.address(), failure);
    }
    message.fail(sent.code().httpStatus(), sent.json());
  }

  /** Tells all listeners of an accepted write. */
  public void publish(RegistryEvent event) {
    bus.publish(Addresses.EVENTS, event, OPTIONS);
  }
}
