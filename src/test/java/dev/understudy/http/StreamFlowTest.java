package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.Planning;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.fault.ChosenFaults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.simulation.AnswerForm;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.RequestCounter;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRecord;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over a connection whose client leaves or is slow, seen from the server's side. */
class StreamFlowTest {

  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();
  private static final int TOKENS = 100_000;
  private static final int EVENT_BYTES = 200;

  private final Vertx vertx = Vertx.vertx();
  private final Promise<HttpServerResponse> begun = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private Context serverContext;
  private Pacer pacer;
  private StreamResponses responses;
  private SimulationPlan plan = plan(0, 0);
  private final SimulationLog log =
      new SimulationLog(
          new SimulationLog.Bounds(10, 10 * TOKENS, Duration.ofMinutes(1)),
          System::nanoTime,
          Clock.systemUTC(),
          model -> StreamMeter.NONE,
          RequestCounter.NONE);
  private boolean streamed = true;
  private int tokensWritten;
  private HttpClient client;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    serverContext = vertx.getOrCreateContext();
    pacer = Pacer.of(serverContext, StreamClock.system());
    SimulationPlayer player = new SimulationPlayer(models(), pacer, log, new TokenBudget(0));
    responses =
        new StreamResponses(player, StreamClock.system().alarm(serverContext), (m, kind, by) -> {});
    client = vertx.createHttpClient();
    server =
        await(
            onServer(() -> vertx.createHttpServer().requestHandler(this::play).listen(0))
                .compose(listening -> listening));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  /** Finds none and plans none, which no test here asks for. */
  private PlayedModels models() {
    RegistryClient client = new RegistryClient(vertx);
    ModelLookup lookup =
        new ModelLookup(
            () -> {
              throw new AssertionError("no model is looked for");
            },
            client);
    return new PlayedModels(
        lookup,
        client,
        new Planning(vertx),
        new PlayedModels.Policy(ResolveMode.STRICT, false, false, 1),
        System::nanoTime);
  }

  private void play(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Call call = new Call(request, MODEL, System.nanoTime(), ChosenFaults.NONE);
    Future<Void> played =
        streamed
            ? responses.events(call, plan, new Events())
            : responses.atTheEnd(
                call,
                plan,
                (stream, from, to, last) -> last ? Buffer.buffer("whole") : Buffer.buffer(),
                AnswerForm.TEXT,
                () -> {});
    played.onComplete(ended);
    begun.complete(response);
  }

  private final class Events implements StreamResponse.Frames {
    @Override
    public Buffer next(TokenStream stream, int from, int toExclusive, boolean last) {
      tokensWritten = toExclusive;
      return Buffer.buffer("x".repeat((toExclusive - from) * EVENT_BYTES) + (last ? "end" : ""));
    }
  }

  private static SimulationPlan plan(double ttftSeconds, double scale) {
    SimulationRequest request =
        SimulationRequest.of(MODEL)
            .seed(1L)
            .latency(new LatencyOverride(ttftSeconds, 0.0, scale))
            .build();
    return new SimulationPlanner(0, 1).planSilent(request, TOKENS);
  }

  /** Reads nothing of the answer yet: what comes before it is held would be lost. */
  private Future<HttpClientResponse> ask() {
    return client
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .compose(
            request -> {
              request.response().onSuccess(HttpClientResponse::pause);
              return request.send();
            });
  }

  private <T> Future<T> onServer(Callable<T> action) {
    Promise<T> promise = Promise.promise();
    serverContext.runOnContext(
        v -> {
          try {
            promise.complete(action.call());
          } catch (Exception e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatLeavesFreesItsStream(boolean asStream) throws Exception {
    streamed = asStream;
    plan = plan(3600, 1); // an hour
    Future<HttpClientResponse> asked = ask();
    await(begun.future());
    assertThat(await(onServer(pacer::waitingStreams))).isEqualTo(1);
    assertThat(ended.future().isComplete()).isFalse();

    await(client.close());

    await(ended.future());
    assertThat(await(onServer(pacer::waitingStreams))).isZero();
    assertThat(tokensWritten).isZero();
    assertThat(logged().state()).isEqualTo(SimulationState.DISCONNECTED);
    assertThat(logged().tokensSent()).isZero();
    assertThat(asked.succeeded()).isFalse();
  }

  @Test
  void aSlowReaderIsHeldAndThenGetsEverything() throws Exception {
    HttpClientResponse response = await(ask());
    HttpServerResponse sending = await(begun.future());
    await(held(sending));
    int whileHeld = await(onServer(() -> tokensWritten));

    assertThat(whileHeld).isLessThan(TOKENS);
    assertThat(await(onServer(pacer::waitingStreams))).isZero();
    assertThat(ended.future().isComplete()).isFalse();

    Future<Buffer> body = response.body();
    response.resume();
    byte[] received = await(body).getBytes();
    await(ended.future());

    assertThat(logged().state()).isEqualTo(SimulationState.DONE);
    assertThat(received).hasSize(TOKENS * EVENT_BYTES + 3);
    assertThat(new String(received, received.length - 4, 4, StandardCharsets.US_ASCII))
        .isEqualTo("xend");
  }

  @Test
  void aSlowReaderThatLeavesFreesItsStreamToo() throws Exception {
    await(ask());
    await(held(await(begun.future())));
    await(client.close());

    await(ended.future());
    assertThat(await(onServer(pacer::waitingStreams))).isZero();
    int sent = await(onServer(() -> tokensWritten));
    assertThat(sent).isLessThan(TOKENS);
    assertThat(logged().state()).isEqualTo(SimulationState.DISCONNECTED);
    assertThat(logged().tokensSent()).isEqualTo(sent);
  }

  @Test
  void whenStreamsAreCut_theClientIsTold() throws Exception {
    HttpClientResponse response = await(ask());
    await(held(await(begun.future())));
    await(onServer(this::cutAll));

    Future<Buffer> body = response.body();
    response.resume();
    String received = await(body).toString();

    assertThat(received)
        .matches(
            "(?s)x+data: \\{\"error\":\\{\"message\":\"the server is stopping; the answer ends after \\d+ tokens\",.*\"code\":\"unavailable\"}}\n\n");
    assertThat(logged().state()).isEqualTo(SimulationState.CUT);
    assertThat(await(onServer(pacer::waitingStreams))).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenNothingWasSentYet_theCutIsAnErrorOfItsOwn(boolean asStream) throws Exception {
    streamed = asStream;
    plan = plan(3600, 1);
    Future<HttpClientResponse> asked = ask();
    await(begun.future());
    await(onServer(this::cutAll));

    HttpClientResponse response = await(asked);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.getHeader("content-type")).isEqualTo("application/json");
    assertThat(response.getHeader("retry-after")).isEqualTo("1");
    assertThat(logged().state()).isEqualTo(SimulationState.CUT);
  }

  private boolean cutAll() {
    responses.cutAll();
    return true;
  }

  private SimulationRecord logged() {
    return Objects.requireNonNull(log.find(plan.id()));
  }

  /** Completes when the stream waits for its client. */
  private Future<Void> held(HttpServerResponse response) {
    Promise<Void> held = Promise.promise();
    serverContext.runOnContext(
        v ->
            vertx.setPeriodic(
                1,
                timer -> {
                  if (tokensWritten > 0
                      && response.writeQueueFull()
                      && pacer.waitingStreams() == 0) {
                    vertx.cancelTimer(timer);
                    held.tryComplete();
                  }
                }));
    return held.future();
  }
}
