package dev.understudy.simulation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pacer on a real event loop and the real clock. */
@ExtendWith(VertxExtension.class)
class PacerVertxTest {

  private static final int STREAMS = 200;
  private static final int TOKENS = 40;
  private static final long TTFT_NANOS = 50_000_000;
  private static final long ITL_NANOS = 10_000_000;

  @Test
  void play_200Streams_allInOrderAtThePaceOfTheProfile(Vertx vertx) throws TimeoutException {
    Context context = vertx.getOrCreateContext();
    List<OrderedSink> sinks =
        onLoop(
                context,
                () -> {
                  Pacer pacer = Pacer.of(context, StreamClock.system());
                  List<OrderedSink> started = new ArrayList<>();
                  for (int i = 0; i < STREAMS; i++) {
                    started.add(new OrderedSink(pacer));
                  }
                  return started;
                })
            .await(5, SECONDS);
    Future.all(sinks.stream().map(sink -> sink.stream.ended()).toList()).await(20, SECONDS);
    double gapsNanos = 0;
    for (OrderedSink sink : sinks) {
      assertThat(sink.received).isEqualTo(TOKENS);
      assertThat(sink.ended).isTrue();
      long[] sent = sink.simulation.sentOffsetsNanos();
      for (int k = 0; k < TOKENS; k++) {
        assertThat(sent[k]).isGreaterThanOrEqualTo(TTFT_NANOS + k * ITL_NANOS);
      }
      gapsNanos += sent[TOKENS - 1] - sent[0];
    }
    double meanGapNanos = gapsNanos / STREAMS / (TOKENS - 1);
    assertThat(meanGapNanos / ITL_NANOS).isBetween(0.8, 1.25);
  }

  @Test
  void cancel_freesTheQueue(Vertx vertx) throws TimeoutException {
    Context context = vertx.getOrCreateContext();
    Pacer pacer = Pacer.of(context, StreamClock.system());
    OrderedSink sink = onLoop(context, () -> new OrderedSink(pacer)).await(5, SECONDS);
    int waiting =
        onLoop(
                context,
                () -> {
                  sink.stream.cancel(SimulationState.CUT);
                  return pacer.waitingStreams();
                })
            .await(5, SECONDS);
    assertThat(waiting).isZero();
    assertThat(sink.stream.ended().await(5, SECONDS).completed()).isFalse();
  }

  @Test
  void of_workerContext_isRefused(Vertx vertx) throws TimeoutException {
    Promise<Context> worker = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                worker.complete(context);
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await(5, SECONDS);
    Context context = worker.future().await(5, SECONDS);
    assertThatThrownBy(() -> Pacer.of(context, StreamClock.system()))
        .hasMessageContaining("expected: an event loop's");
  }

  private static <T> Future<T> onLoop(Context context, Callable<T> task) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.fail(e);
          }
        });
    return done.future();
  }

  private static final class OrderedSink implements TokenSink {
    private final SimulationRecord simulation;
    private final TokenStream stream;
    private int received;
    private boolean ended;

    OrderedSink(Pacer pacer) {
      simulation =
          PacerTest.simulation(
              LongStream.range(0, TOKENS).map(k -> TTFT_NANOS + k * ITL_NANOS).toArray());
      stream = pacer.play(simulation, System.nanoTime(), this);
    }

    @Override
    public void send(int from, int toExclusive, boolean last) {
      assertThat(from).isEqualTo(received);
      received = toExclusive;
      ended = last;
    }

    @Override
    public int room() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void onDrain(Runnable resume) {
      throw new AssertionError("never full");
    }
  }
}
