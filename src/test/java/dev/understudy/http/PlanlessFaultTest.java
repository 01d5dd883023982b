package dev.understudy.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.TestServer;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.fault.AskedFaults;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultKind;
import dev.understudy.fault.FaultTarget;
import dev.understudy.fault.Scenarios;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.simulation.Alarm;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of answers that have no plan: a server that answers everything with the same body. */
class PlanlessFaultTest {

  private static final String BODY = "{\"object\":\"list\",\"data\":[]}";
  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();

  @RegisterExtension static final TestServer server = new TestServer();

  private final Vertx vertx = server.vertx();
  private final FaultInjector injector =
      new FaultInjector(0, new Scenarios(System::nanoTime, Clock.systemUTC()));
  private final List<FaultKind> counted = new ArrayList<>();
  private final List<Long> alarms = new ArrayList<>();
  private HttpServer answering;

  @BeforeEach
  void start() throws Exception {
    Context context = vertx.getOrCreateContext();
    Promise<HttpServer> listening = Promise.promise();
    context.runOnContext(
        run -> {
          StreamResponses responses = responses(context);
          vertx
              .createHttpServer()
              .requestHandler(request -> answer(responses, request))
              .listen(0)
              .onComplete(listening);
        });
    answering = listening.future().await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    answering.close().await(10, TimeUnit.SECONDS);
  }

  private StreamResponses responses(Context context) {
    PlayedModels models =
        new PlayedModels(
            new ModelLookup(server.server()::snapshot, server.client()),
            server.client(),
            new PlayedModels.Policy(ResolveMode.STRICT, false, false, 1),
            System::nanoTime);
    SimulationLog log =
        new SimulationLog(
            new SimulationLog.Bounds(0, 0, Duration.ZERO),
            System::nanoTime,
            Clock.systemUTC(),
            model -> StreamMeter.NONE);
    Pacer pacer = Pacer.of(context, StreamClock.system());
    return new StreamResponses(
        new SimulationPlayer(models, pacer, log, new TokenBudget(0)),
        noted(StreamClock.system().alarm(context)),
        (model, kind, source) -> counted.add(kind));
  }

  /** Rings at once, and notes for when it was set. */
  private Alarm noted(Alarm alarm) {
    return new Alarm() {
      @Override
      public Runnable after(long delayNanos, Runnable task) {
        alarms.add(delayNanos);
        return alarm.after(1, task);
      }

      @Override
      public void soon(Runnable task) {
        alarm.soon(task);
      }
    };
  }

  private void answer(StreamResponses responses, HttpServerRequest request) {
    AskedFaults asked = SimulationHeaders.faults(request);
    FaultTarget target =
        new FaultTarget("embeddings", "m", "", 1L, "b", false, 0.5, false, System.nanoTime());
    Call call = new Call(request, MODEL, System.nanoTime(), injector.choose(target, asked));
    responses.atOnce(call, Buffer.buffer(BODY));
  }

  private HttpResponse<String> ask(String fault) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + answering.actualPort()))
            .version(HttpClient.Version.HTTP_1_1)
            .header("understudy-fault", fault)
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @Test
  void withoutFaultsTheBodyIsSent() throws Exception {
    HttpResponse<String> answer = ask("none");

    assertThat(answer.body()).isEqualTo(BODY);
    assertThat(answer.headers().firstValue("understudy-fault")).isEmpty();
    assertThat(counted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut_after=50", "reset_after=0"})
  void itBreaksOff_afterHoweverManyTokens(String fault) {
    assertThatThrownBy(() -> ask(fault)).isInstanceOf(IOException.class);
    assertThat(counted).hasSize(1);
  }

  @Test
  void itIsMalformedSplitAndLate() throws Exception {
    assertThat(ask("malformed_after=9").body()).isEqualTo(BODY.substring(0, BODY.length() / 2));
    assertThat(ask("split=frames").body()).isEqualTo(BODY);
    alarms.clear();
    HttpResponse<String> late = ask("slow_start=2s,stall_after=3;for=4s,keep_alive=1s");

    assertThat(late.body()).isEqualTo(BODY);
    assertThat(alarms).as("by the time scale").containsExactly(3_000_000_000L);
    assertThat(late.headers().firstValue("understudy-fault"))
        .contains("slow_start=2s; source=header, stall_after=3;for=4s; source=header");
    assertThat(late.headers().firstValue("understudy-ignored"))
        .contains("understudy-fault:keep_alive");
    assertThat(counted)
        .containsExactly(
            FaultKind.MALFORMED, FaultKind.SPLIT, FaultKind.SLOW_START, FaultKind.STALL);
  }

  @Test
  void anErrorTakesItsPlace() throws Exception {
    HttpResponse<String> answer = ask("error_after=9;status=503");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"type\":\"server_error\"");
  }
}
