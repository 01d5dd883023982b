package dev.understudy.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * How late tokens are. Ours plays a model of TTFT 0.2 s and ITL 0.02 s without spread on {@code GET
 * /v1/models/{id}/stream}; a bare server writes as many events of the same size at the same due
 * times. The two take turns, or ours takes turns with itself while its workers are kept busy.
 */
final class BenchStream {

  private static final double TTFT_SECONDS = 0.2;
  private static final double ITL_SECONDS = 0.02;
  private static final String MODEL = "bench/paced";
  private static final String PATH = "/v1/models/" + MODEL + "/stream";
  private static final int SEARCHES_PER_WORKER = 3;

  private static final String[] COLUMNS = {
    "lag_ms/mean",
    "lag_ms/p50",
    "lag_ms/p99",
    "server_lag_ms/mean",
    "server_lag_ms/p50",
    "server_lag_ms/p99",
    "drift_ms"
  };

  private final int rounds;
  private final int seconds;
  private final String streams;

  private BenchStream(Arguments arguments, String streams) {
    this.rounds = arguments.count("rounds", 5);
    this.seconds = arguments.count("seconds", 6);
    this.streams = arguments.text("streams", streams);
  }

  /** Runs and prints tables. */
  static void run(Arguments arguments) throws IOException, InterruptedException {
    arguments.only("rounds", "seconds", "streams", "with-search");
    System.out.println(Machine.description());
    if (arguments.flag("with-search")) {
      new BenchStream(arguments, "100").withSearch();
    } else {
      new BenchStream(arguments, "1,100,1000").besideBare();
    }
  }

  private void besideBare() throws IOException, InterruptedException {
    List<String> bareArguments =
        List.of(
            "--native", "true",
            "--ttft-ms", Double.toString(TTFT_SECONDS * 1000),
            "--itl-ms", Double.toString(ITL_SECONDS * 1000));
    try (ServerProcess bare = ServerProcess.bare(BarePacedServer.class, bareArguments);
        ServerProcess ours = ServerProcess.understudy()) {
      register(ours);
      warmUp(bare, ours);
      for (String count : streams.split(",", -1)) {
        besideBare(bare, ours, Integer.parseInt(count));
      }
    }
  }

  private void besideBare(ServerProcess bare, ServerProcess ours, int count) {
    Map<String, List<StreamRun>> runs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      boolean bareFirst = round % 2 == 0;
      listen(runs, bareFirst ? "bare" : "ours", bareFirst ? bare : ours, count);
      listen(runs, bareFirst ? "ours" : "bare", bareFirst ? ours : bare, count);
    }
    print(count, runs);
    List<StreamRun> own = Objects.requireNonNull(runs.get("ours"));
    double lost = total(own, "tokens_expected") - total(own, "tokens_received");
    double gapError = Math.abs(median(own, "gap_ratio") - 1) * 100;
    if (count >= 1000) {
      System.out.println("tokens lost: " + Target.atMost(0, "").verdict(lost));
      System.out.println("mean gap off by: " + Target.atMost(1, " %").verdict(gapError));
    }
  }

  private void withSearch() throws IOException, InterruptedException {
    int count = Integer.parseInt(streams);
    // One less than the cores is how many workers there are.
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    int concurrency = SEARCHES_PER_WORKER * workers;
    try (ServerProcess ours = ServerProcess.understudy()) {
      register(ours);
      warmUp(ours);
      searching(ours, concurrency, () -> StreamRun.of(ours, PATH, count, seconds));
      Map<String, List<StreamRun>> runs = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        boolean quietFirst = round % 2 == 0;
        for (boolean quiet : new boolean[] {quietFirst, !quietFirst}) {
          if (quiet) {
            listen(runs, "quiet", ours, count);
          } else {
            searching(ours, concurrency, () -> listen(runs, "search", ours, count));
          }
        }
      }
      print(count, runs);
      verdict(
          Objects.requireNonNull(runs.get("quiet")), Objects.requireNonNull(runs.get("search")));
    }
  }

  /** Runs something while so many searches are under way. */
  private void searching(ServerProcess server, int concurrency, Runnable run) throws IOException {
    List<String> command = ServerProcess.java(List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"));
    command.addAll(List.of(SearchLoad.class.getName(), "--url", server.url()));
    command.addAll(List.of("--concurrency", Integer.toString(concurrency)));
    Process searches =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      long startNanos = System.nanoTime();
      run.run();
      searches.getOutputStream().close();
      double elapsed = (System.nanoTime() - startNanos) / 1e9;
      var told = Json.parse(searches.getInputStream().readAllBytes());
      System.out.printf(
          Locale.ROOT,
          "%d at once, %.0f a second, %d failed%n",
          concurrency,
          told.path("answered").asDouble() / elapsed,
          told.path("failed").asInt());
    } finally {
      searches.destroyForcibly();
    }
  }

  private static void verdict(List<StreamRun> quiet, List<StreamRun> search) {
    double more = median(search, "lag_ms/p50") - median(quiet, "lag_ms/p50");
    double times = median(search, "lag_ms/p99") / median(quiet, "lag_ms/p99");
    System.out.printf(
        Locale.ROOT,
        "p50 later by %.3f ms: %s%np99 %.2f times: %s%n",
        more,
        Target.atMost(1, " ms").verdict(more),
        times,
        Target.atMost(2, " times").verdict(times));
  }

  private static void register(ServerProcess ours) throws IOException, InterruptedException {
    ObjectNode profile = Json.mapper().createObjectNode();
    profile.put("ttft_mean", TTFT_SECONDS).put("ttft_std", 0);
    profile.put("itl_mean", ITL_SECONDS).put("itl_std", 0);
    ObjectNode model = Json.mapper().createObjectNode().put("id", MODEL);
    model.set("latency_profile", profile);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ours.url() + "/v1/models"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(model)))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new IllegalStateException("the model is not taken: " + response.body());
    }
  }

  /** Until the JIT has seen it all. */
  private void warmUp(ServerProcess... servers) {
    for (ServerProcess server : servers) {
      StreamRun.of(server, PATH, 200, seconds);
    }
  }

  private void listen(
      Map<String, List<StreamRun>> runs, String side, ServerProcess server, int count) {
    runs.computeIfAbsent(side, s -> new ArrayList<>())
        .add(StreamRun.of(server, PATH, count, seconds));
  }

  private void print(int count, Map<String, List<StreamRun>> runs) {
    System.out.printf(
        "%n%d streams, medians of %d runs of %d s; ms; client: sent request to arrival, server: as"
            + " it stamps%n%-8s %24s %24s %8s %16s %9s %9s %8s %6s %8s%n",
        count,
        rounds,
        seconds,
        "",
        "client lag mean/p50/p99",
        "server lag mean/p50/p99",
        "drift",
        "tokens",
        "gap",
        "us/token",
        "steal %",
        "loop",
        "workers");
    runs.forEach((side, of) -> System.out.println(row(side, of)));
    runs.forEach(
        (side, of) -> {
          Spread p50 = Spread.of(of.stream().map(run -> run.figure("lag_ms/p50")).toList());
          Spread p99 = Spread.of(of.stream().map(run -> run.figure("lag_ms/p99")).toList());
          System.out.println(side + " p50 of runs " + p50 + "; p99 " + p99);
        });
  }

  private static String row(String side, List<StreamRun> runs) {
    Object[] columns = new Object[COLUMNS.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = median(runs, COLUMNS[i]);
    }
    String lags = String.format(Locale.ROOT, "%8.3f %7.3f %7.3f %8.3f %7.3f %7.3f %8.3f", columns);
    return String.format(
        Locale.ROOT,
        "%-8s %s %16s %9.5f %9.1f %8.1f %6.2f %8.2f",
        side,
        lags,
        "%.0f/%.0f".formatted(total(runs, "tokens_received"), total(runs, "tokens_expected")),
        median(runs, "gap_ratio"),
        Spread.median(runs.stream().map(StreamRun::cpuMicrosPerToken).toList()),
        Spread.median(runs.stream().map(StreamRun::stealPercent).toList()),
        Spread.median(runs.stream().map(StreamRun::loopBusy).toList()),
        Spread.median(runs.stream().map(StreamRun::workersBusy).toList()));
  }

  private static double median(List<StreamRun> runs, String figure) {
    return Spread.median(runs.stream().map(run -> run.figure(figure)).toList());
  }

  private static double total(List<StreamRun> runs, String figure) {
    return runs.stream().mapToDouble(run -> run.figure(figure)).sum();
  }
}
