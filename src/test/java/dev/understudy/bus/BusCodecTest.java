package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.discovery.Resolution;
import dev.understudy.model.Revision;
import dev.understudy.registry.Precondition;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are the same after a wire, and the very same without one. */
@ExtendWith(VertxExtension.class)
class BusCodecTest {

  private final BusCodec codec = new BusCodec();

  static Stream<Arguments> messages() {
    return BusCodec.types().values().stream()
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .flatMap(
            type ->
                Stream.of(
                    Arguments.of(type.getSimpleName() + ", whole", Samples.whole(type)),
                    Arguments.of(type.getSimpleName() + ", bare", Samples.bare(type))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void message_overAWire_isEqual(String name, Object message) {
    assertThat(overTheWire(message)).isEqualTo(message);
  }

  @Test
  void types_areAllRequestsAndTheirReplies() {
    Stream<Class<?>> requests = Arrays.stream(BusRequest.class.getPermittedSubclasses());
    Set<Class<?>> travelling = Set.copyOf(BusCodec.types().values());
    assertThat(requests).hasSizeGreaterThan(10).allMatch(travelling::contains);
    assertThat(travelling)
        .contains(
            FoundModel.class,
            RegistryEvent.class,
            StreamOpened.class,
            StreamControl.class,
            StreamPart.class);
  }

  @Test
  void preconditions_overAWire_areEqual() {
    for (Precondition condition :
        List.of(
            Precondition.none(),
            Precondition.mustExist(),
            Precondition.mustNotExist(),
            Precondition.revisionIn(Set.of()),
            Precondition.revisionIn(Set.of(new Revision(1))))) {
      BusRequest.RemoveModel message = new BusRequest.RemoveModel("acme/road-1", condition);
      assertThat(overTheWire(message)).isEqualTo(message);
    }
  }

  @Test
  void message_inTheMiddleOfABuffer_isReadFromItsPosition() {
    StreamControl message = new StreamControl(5, true);
    Buffer buffer = Buffer.buffer("before");
    codec.encodeToWire(buffer, message);
    buffer.appendString("after");
    assertThat(codec.decodeFromWire("before".length(), buffer)).isEqualTo(message);
  }

  @Test
  void typeThatStaysInItsJvm_isNotWritten() {
    assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("String never leaves its JVM");
  }

  @Test
  void unknownType_isNotRead() {
    byte[] name = "java.lang.Runtime".getBytes(StandardCharsets.UTF_8);
    Buffer buffer =
        Buffer.buffer().appendInt(name.length).appendBytes(name).appendInt(2).appendString("{}");
    assertThatThrownBy(() -> codec.decodeFromWire(0, buffer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("message type: java.lang.Runtime (expected: one of [");
  }

  @Test
  void message_withinAVertx_isTheSameInstance(Vertx vertx) throws Exception {
    RegistryClient client = new RegistryClient(vertx);
    BusRequest.ResolveName request = Samples.whole(BusRequest.ResolveName.class);
    Resolution reply = Samples.whole(Resolution.class);
    Promise<Object> received = Promise.promise();
    vertx
        .eventBus()
        .consumer(Addresses.RESOLVE)
        .handler(
            message -> {
              received.complete(message.body());
              message.reply(reply, new DeliveryOptions().setCodecName(BusCodec.NAME));
            });
    assertThat(client.request(request).await(10, TimeUnit.SECONDS)).isSameAs(reply);
    assertThat(received.future().result()).isSameAs(request);
  }

  private Object overTheWire(Object message) {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, message);
    return codec.decodeFromWire(0, buffer);
  }
}
