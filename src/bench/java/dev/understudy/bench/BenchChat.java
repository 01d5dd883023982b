package dev.understudy.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Chat answers of 50 tokens at time scale 0, plain and streamed, in requests per second: ours as
 * configured and with two event loops, a bare server that sends as many bytes in as many events,
 * and aimock, by turns. What a frame costs is measured by JMH, see {@link FramesBenchmark}.
 */
final class BenchChat {

  private static final int TOKENS = 50;
  private static final int WARM_UPS = 4;
  private static final String HELLO = "Hello.";
  private static final String BARE = "bare";
  private static final String OURS = "ours";
  private static final String TWO_LOOPS = "2 loops";
  private static final String AIMOCK = "aimock";
  private static final Target PLAIN_BY_AIMOCK = Target.atLeast(4);

  private final int rounds;
  private final int seconds;
  private final HttpLoad load = new HttpLoad();

  /** One of the servers, asked for one kind of answer. */
  private record Side(String name, ServerProcess server, String url, @Nullable String body) {}

  private BenchChat(Arguments arguments) {
    rounds = arguments.count("rounds", 5);
    seconds = arguments.count("seconds", 4);
  }

  /** Runs and prints tables. */
  static void run(Arguments arguments) throws IOException, InterruptedException, RunnerException {
    arguments.only("rounds", "seconds", "no-peer", "no-jmh");
    System.out.println(Machine.description());
    new BenchChat(arguments).compare(!arguments.flag("no-peer"));
    if (!arguments.flag("no-jmh")) {
      frames();
    }
  }

  private void compare(boolean withPeer) throws IOException, InterruptedException {
    List<ServerProcess> servers = new ArrayList<>();
    try {
      String atOnce = "simulation.time_scale=0";
      ServerProcess ours = ServerProcess.understudy("--set", atOnce);
      servers.add(ours);
      ServerProcess twoLoops =
          ServerProcess.understudy("--set", atOnce, "--set", "http.event_loops=2");
      servers.add(twoLoops);
      ServerProcess bare = ServerProcess.bare(BarePacedServer.class, List.of("--native", "true"));
      servers.add(bare);
      ServerProcess aimock = withPeer && ServerProcess.hasNode() ? aimock() : null;
      if (aimock == null) {
        System.out.println("aimock is not measured: not asked for, or no Node.js here");
      } else {
        servers.add(aimock);
      }
      compare("plain", ours, twoLoops, bare, aimock);
      compare("streamed", ours, twoLoops, bare, aimock);
    } finally {
      servers.forEach(ServerProcess::close);
    }
  }

  private static ServerProcess aimock() {
    ArrayNode fixtures = Json.mapper().createArrayNode();
    fixtures.addObject().put("message", HELLO).put("tokens", TOKENS);
    return ServerProcess.node("aimock.mjs", List.of(fixtures.toString()));
  }

  private void compare(
      String kind,
      ServerProcess ours,
      ServerProcess twoLoops,
      ServerProcess bare,
      @Nullable ServerProcess aimock)
      throws IOException, InterruptedException {
    boolean streamed = kind.equals("streamed");
    String body =
        "{\"model\":\"gpt-4o\",\"max_tokens\":%d,\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(TOKENS, streamed, HELLO);
    List<Side> sides = new ArrayList<>();
    String chat = "/v1/chat/completions";
    sides.add(new Side(OURS, ours, ours.url() + chat, body));
    sides.add(new Side(TWO_LOOPS, twoLoops, twoLoops.url() + chat, body));
    int bytes = post(ours.url() + chat, body).length();
    String path =
        streamed
            ? "/stream?ttft_ms=0&itl_ms=0&tokens=%d&event_bytes=%d"
                .formatted(TOKENS, bytes / TOKENS)
            : "/plain?bytes=" + bytes;
    sides.add(new Side(BARE, bare, bare.url() + path, streamed ? null : body));
    if (aimock != null) {
      sides.add(new Side(AIMOCK, aimock, aimock.url() + chat, body));
      System.out.printf(
          Locale.ROOT,
          "%n%s: answers of %,d bytes, aimock's %,d%n",
          kind,
          bytes,
          post(aimock.url() + chat, body).length());
    }
    for (int i = 0; i < WARM_UPS; i++) {
      sides.forEach(side -> rate(side, seconds));
    }
    measure(kind, sides);
  }

  private static String post(String url, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(url + ": " + response.body());
    }
    return response.body();
  }

  private double rate(Side side, int forSeconds) {
    return (double) load.requests(side.url(), Map.of(), side.body(), forSeconds) / forSeconds;
  }

  private void measure(String kind, List<Side> sides) {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    Map<String, List<Double>> cpuMicros = new LinkedHashMap<>();
    Machine start = Machine.now();
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < sides.size(); turn++) {
        Side side = sides.get((round + turn) % sides.size());
        double cpuBefore = side.server().cpuSeconds();
        double rate = rate(side, seconds);
        double cpu = side.server().cpuSeconds() - cpuBefore;
        rates.computeIfAbsent(side.name(), s -> new ArrayList<>()).add(rate);
        cpuMicros
            .computeIfAbsent(side.name(), s -> new ArrayList<>())
            .add(cpu * 1e6 / (rate * seconds));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d rounds of %d s; %s; steal %.1f %%%n%-10s %12s %22s%n",
        kind,
        rounds,
        seconds,
        load.name(),
        Machine.now().stealPercentSince(start),
        "",
        "requests/s",
        "server CPU us/request");
    rates.forEach(
        (name, of) ->
            System.out.printf(
                Locale.ROOT,
                "%-10s %12.0f %22.1f%n",
                name,
                Spread.median(of),
                Spread.median(Objects.requireNonNull(cpuMicros.get(name)))));
    for (String ours : List.of(OURS, TWO_LOOPS)) {
      verdict(kind, rates, ours, BARE, null);
      verdict(kind, rates, ours, AIMOCK, kind.equals("plain") ? PLAIN_BY_AIMOCK : null);
    }
  }

  private static void verdict(
      String kind, Map<String, List<Double>> rates, String of, String by, @Nullable Target target) {
    List<Double> others = rates.get(by);
    if (others == null) {
      return;
    }
    List<Double> ours = Objects.requireNonNull(rates.get(of));
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / others.get(i));
    }
    Spread spread = Spread.of(ratios);
    System.out.printf(
        "%-40s %s%s%n",
        kind + " requests/s, " + of + " by " + by,
        spread,
        target == null ? "" : "; " + target.verdict(spread.median()));
  }

  private static void frames() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(FramesBenchmark.class.getName())
            .forks(2)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .verbosity(VerboseMode.SILENT)
            .build();
    System.out.printf("%n%-28s %14s %14s %14s%n", "ns per frame", "mean", "min", "max");
    for (RunResult run : new Runner(options).run()) {
      var figures = run.getPrimaryResult().getStatistics();
      System.out.printf(
          Locale.ROOT,
          "%-28s %14.1f %14.1f %14.1f%n",
          run.getPrimaryResult().getLabel(),
          figures.getMean(),
          figures.getMin(),
          figures.getMax());
    }
  }
}
