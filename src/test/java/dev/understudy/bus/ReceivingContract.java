package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.EventType;
import dev.understudy.registry.Precondition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What comes to another verticle by itself, changes and streams; the same over any bus. */
abstract class ReceivingContract extends ClientFixture {
  /* --------------- changes --------------- */

  @Test
  void changes_arriveInOrderWithoutGaps() throws Exception {
    List<RegistryEvent> events = new ArrayList<>();
    Promise<List<RegistryEvent>> all = Promise.promise();
    ask(
        client ->
            client
                .onChange(
                    event -> {
                      events.add(event);
                      boolean last =
                          event.events().stream().anyMatch(e -> e.subject().equals("event-last"));
                      if (last) {
                        all.complete(List.copyOf(events));
                      }
                    })
                .completion());
    for (int i = 0; i < 20; i++) {
      ModelDefinition model = model("event-" + i);
      ask(client -> client.register(model));
      ask(client -> client.register(model)); // a no-op tells nobody
    }
    ask(client -> client.remove("event-3", Precondition.none()));
    ask(client -> client.register(model("event-last")));
    List<RegistryEvent> received = all.future().await(10, TimeUnit.SECONDS);
    assertThat(received).hasSize(22);
    long first = received.get(0).revision().number();
    for (int i = 0; i < received.size(); i++) {
      assertThat(received.get(i).revision().number()).isEqualTo(first + i);
      assertThat(received.get(i).epoch()).isEqualTo(epoch());
    }
    assertThat(received.get(20).events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.MODEL_REMOVED);
              assertThat(event.subject()).isEqualTo("event-3");
              assertThat(event.model()).isNotNull();
            });
  }

  /* --------------- streams --------------- */

  @Test
  void stream_givesNoMoreThanItsCredits_andGoesOnWithMore() throws Exception {
    Receiver receiver = open(StreamOptions.of("gpt-4o", "Say it.", 20).withTimeScale(0), 3);
    receiver.tokens(3);
    assertThat(receiver.stream().opened().tokens()).isEqualTo(20);
    assertThat(receiver.stream().opened().model()).isEqualTo("gpt-4o");
    assertThat(receiver.stream().opened().promptTokens()).isGreaterThan(0);
    assertThat(receiver.stream().opened().plan()).contains("seed=").contains("tokens=20");
    receiver.request(4);
    receiver.tokens(7);
    receiver.request(100);
    assertThat(receiver.ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
    assertThat(receiver.received()).hasSize(20);
    assertThat(receiver.overdrawn()).isZero();
  }

  @Test
  void stream_ofTheSameSeed_saysTheSame_inTime() throws Exception {
    StreamOptions options =
        StreamOptions.of("gpt-4o", "Say it.", 12).withSeed(42).withTimeScale(0.02);
    Receiver one = open(options, 100);
    Receiver two = open(options, 100);
    one.ended().await(10, TimeUnit.SECONDS);
    two.ended().await(10, TimeUnit.SECONDS);
    assertThat(one.received()).hasSize(12).isEqualTo(two.received());
    assertThat(one.stream().opened().plan()).isEqualTo(two.stream().opened().plan());
    assertThat(one.offsets()).isSorted().allSatisfy(at -> assertThat(at).isPositive());
  }

  @Test
  void stream_stopped_isFreed() throws Exception {
    Receiver receiver = open(StreamOptions.of("gpt-4o", "Say it.", 50).withTimeScale(0), 5);
    receiver.tokens(5);
    String control = receiver.stream().opened().controlAddress();
    context().runOnContext(run -> receiver.stream().stop());
    assertThat(receiver.ended().await(10, TimeUnit.SECONDS)).isEqualTo(StreamPart.STOPPED);
    assertThat(receiver.received()).hasSize(5);
    // The stop and this go the same way, so that this arrives after it.
    Throwable gone =
        vertx()
            .eventBus()
            .request(control, "anybody?")
            .<Throwable>transform(reply -> Future.succeededFuture(reply.cause()))
            .await(10, TimeUnit.SECONDS);
    assertThat(BusFailure.received(gone, control).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void stream_ofWhatCannotBe_isRefusedTyped() throws Exception {
    StreamOptions unknown = StreamOptions.of("no-such-model", "x", 5);
    assertThat(refusal(client -> client.stream(unknown, 1, part -> {})).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    StreamOptions none = StreamOptions.of("gpt-4o", "x", 0);
    assertThat(refusal(client -> client.stream(none, 1, part -> {})).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    StreamOptions stop = StreamOptions.of("gpt-4o", "x", 5).withStop("");
    assertThat(refusal(client -> client.stream(stop, 1, part -> {})).message()).startsWith("stop:");
    StreamOptions good = StreamOptions.of("gpt-4o", "x", 5);
    UnderstudyException credits = refusal(client -> client.stream(good, -1, part -> {}));
    assertThat(credits.message()).isEqualTo("credits: -1 (expected: a whole number from 0)");
  }

  /** Opens a stream to a receiver that begins with that many credits. */
  Receiver open(StreamOptions options, int credits) throws Exception {
    Receiver receiver = new Receiver(credits);
    asked(client -> client.stream(options, credits, receiver::take))
        .onComplete(receiver.opened)
        .await(10, TimeUnit.SECONDS);
    return receiver;
  }

  /** Counts what comes against its credits. */
  final class Receiver {
    private final List<String> received = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final Map<Integer, Promise<Void>> awaited = new ConcurrentHashMap<>();
    private final Promise<BusStream> opened = Promise.promise();
    private int credits;
    private int overdrawn;

    Receiver(int credits) {
      this.credits = credits;
    }

    /** On the other verticle's event loop. */
    void take(StreamPart part) {
      assertThat(part.from()).isEqualTo(received.size());
      received.addAll(part.pieces());
      offsets.add(part.sentOffsetNanos());
      credits -= part.pieces().size();
      overdrawn = Math.max(overdrawn, -credits);
      awaited.computeIfAbsent(received.size(), n -> Promise.promise()).tryComplete();
    }

    /** Waits until exactly so many have come, at the end of a part. */
    void tokens(int count) throws Exception {
      awaited.computeIfAbsent(count, n -> Promise.promise()).future().await(10, TimeUnit.SECONDS);
    }

    void request(int more) {
      context()
          .runOnContext(
              run -> {
                credits += more;
                stream().request(more);
              });
    }

    BusStream stream() {
      return opened.future().result();
    }

    Future<String> ended() {
      return stream().ended();
    }

    List<String> received() {
      return received;
    }

    List<Long> offsets() {
      return offsets;
    }

    int overdrawn() {
      return overdrawn;
    }
  }
}
