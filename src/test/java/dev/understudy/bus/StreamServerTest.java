package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.RequestCounter;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of streams whose receivers or senders go away. */
@ExtendWith(VertxExtension.class)
class StreamServerTest {

  private static final Duration NEVER = Duration.ofHours(1);

  /** A server of streams of one model, planned on its own event loop. */
  private static final class Sender extends VerticleBase {
    private final Duration patience;
    private final SimulationLog log =
        new SimulationLog(
            new SimulationLog.Bounds(10, 1_000, Duration.ofMinutes(1)),
            System::nanoTime,
            Clock.systemUTC(),
            model -> StreamMeter.NONE,
            RequestCounter.NONE);
    private StreamServer streams;

    Sender(Duration patience) {
      this.patience = patience;
    }

    @Override
    public Future<?> start() {
      ModelRegistry registry =
          new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
      registry.replaceCatalog(
          List.of(ModelDefinition.builder("m").origin(Origin.catalog("m.json")).build()));
      RegistryClient client = new RegistryClient(vertx);
      ModelLookup lookup = new ModelLookup(registry::snapshot, client);
      Planning planning = new Planning(vertx);
      PlayedModels.Policy policy = new PlayedModels.Policy(ResolveMode.STRICT, false, false, 10);
      Pacer pacer = Pacer.of(context, StreamClock.system());
      PlayedModels models = new PlayedModels(lookup, client, planning, policy, System::nanoTime);
      SimulationPlayer player = new SimulationPlayer(models, pacer, log, new TokenBudget(0));
      streams = new StreamServer(vertx, models, player, patience);
      SimulationPlanner planner = new SimulationPlanner(0, 0);
      planning.join(context, () -> planner);
      return new BusServer(vertx)
          .serve(Addresses.STREAM, BusRequest.OpenStream.class, streams::open);
    }

    <T> T onEventLoop(Supplier<Future<T>> task) throws Exception {
      Promise<T> done = Promise.promise();
      context.runOnContext(run -> task.get().onComplete(done));
      return done.future().await(10, TimeUnit.SECONDS);
    }

    SimulationState state(BusStream stream) {
      return Objects.requireNonNull(log.find(stream.opened().id())).state();
    }

    int openStreams() throws Exception {
      return onEventLoop(() -> Future.succeededFuture(streams.openStreams()));
    }
  }

  @Test
  void receiverThatStops_endsTheStreamAtOnce(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, NEVER);
    BusStream stream =
        new RegistryClient(vertx).stream(tokens(9), 2, part -> {}).await(10, TimeUnit.SECONDS);
    stream.stop();
    sender.onEventLoop(() -> sender.streams.stop(NEVER));
    assertThat(sender.openStreams()).isZero();
    assertThat(sender.state(stream)).isEqualTo(SimulationState.DISCONNECTED);
  }

  private static Sender sender(Vertx vertx, Duration patience) throws Exception {
    Sender sender = new Sender(patience);
    vertx.deployVerticle(sender).await(10, TimeUnit.SECONDS);
    return sender;
  }

  private static StreamOptions tokens(int count) {
    return StreamOptions.of("m", "Say it.", count);
  }

  @Test
  void receiverThatGivesNoCredits_isGivenUpAfterThePatience(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, Duration.ofMillis(20));
    RegistryClient client = new RegistryClient(vertx);
    List<StreamPart> received = new ArrayList<>();
    BusStream stream = client.stream(tokens(10), 3, received::add).await(10, TimeUnit.SECONDS);
    assertThat(stream.ended().await(10, TimeUnit.SECONDS)).isEqualTo(StreamPart.STOPPED);
    assertThat(received).flatExtracting(StreamPart::pieces).hasSize(3);
    assertThat(sender.openStreams()).isZero();
    assertThat(sender.state(stream)).isEqualTo(SimulationState.DISCONNECTED);
  }

  @Test
  void receiverThatIsGone_isForgottenAfterThePatience(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, Duration.ofMillis(20));
    RegistryClient client = new RegistryClient(vertx);
    BusRequest.OpenStream request = new BusRequest.OpenStream(tokens(10), "nobody", 0);
    client.request(request).await(10, TimeUnit.SECONDS);
    // Waits for the stream, not for the bound.
    sender.onEventLoop(() -> sender.streams.stop(NEVER));
    assertThat(sender.openStreams()).isZero();
  }

  @Test
  void creditsInTime_startThePatienceAnew(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, NEVER);
    List<StreamPart> received = new ArrayList<>();
    Promise<BusStream> opened = Promise.promise();
    new RegistryClient(vertx)
        .stream(
                tokens(5),
                1,
                part -> {
                  received.add(part);
                  opened.future().onSuccess(stream -> stream.request(1));
                })
            .onComplete(opened);
    BusStream stream = opened.future().await(10, TimeUnit.SECONDS);
    assertThat(stream.ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
    // One a credit; the end comes with the last.
    assertThat(received).extracting(part -> part.pieces().size()).containsExactly(1, 1, 1, 1, 1);
    assertThat(received).extracting(StreamPart::from).containsExactly(0, 1, 2, 3, 4);
    assertThat(sender.openStreams()).isZero();
  }

  @Test
  void stop_waitsForOpenStreams_andOpensNoMore(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, NEVER);
    RegistryClient client = new RegistryClient(vertx);
    BusStream stream = client.stream(tokens(5), 1, part -> {}).await(10, TimeUnit.SECONDS);
    Promise<Void> stopped = Promise.promise();
    sender.onEventLoop(
        () -> {
          sender.streams.stop(NEVER).onComplete(stopped);
          return Future.succeededFuture();
        });
    UnderstudyException refused =
        client.stream(tokens(5), 1, part -> {})
            .<UnderstudyException>transform(
                r -> Future.succeededFuture((UnderstudyException) r.cause()))
            .await(10, TimeUnit.SECONDS);
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(stopped.future().isComplete()).isFalse();
    stream.request(4);
    assertThat(stream.ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
    stopped.future().await(10, TimeUnit.SECONDS);
  }

  @Test
  void stop_cutsWhatIsLeftAfterTheBound(Vertx vertx) throws Exception {
    Sender sender = sender(vertx, NEVER);
    RegistryClient client = new RegistryClient(vertx);
    BusStream stream = client.stream(tokens(5), 1, part -> {}).await(10, TimeUnit.SECONDS);
    sender.onEventLoop(() -> sender.streams.stop(Duration.ofMillis(20)));
    assertThat(stream.ended().await(10, TimeUnit.SECONDS)).isEqualTo(StreamPart.STOPPED);
    assertThat(sender.openStreams()).isZero();
    assertThat(sender.state(stream)).isEqualTo(SimulationState.CUT);
  }

  @Test
  void handlerThatThrows_doesNotHideTheEnd(Vertx vertx) throws Exception {
    sender(vertx, NEVER);
    vertx.exceptionHandler(expected -> {});
    BusStream stream =
        new RegistryClient(vertx)
            .stream(
                    tokens(3),
                    100,
                    part -> {
                      throw new IllegalStateException("a bug of the receiver");
                    })
                .await(10, TimeUnit.SECONDS);
    assertThat(stream.ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
  }
}
