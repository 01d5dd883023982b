package dev.understudy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hot reads against a bare Vert.x server that answers the same bytes, in requests per second of
 * server CPU. Each fork has fresh JVMs: ours and two bare ones, the second to see how far two equal
 * servers differ. They live side by side and take turns, slice by slice, forwards and backwards.
 */
final class BenchHttp {

  private static final int WARM_UPS = 4;
  private static final double MOST_STEAL_PERCENT = 10;

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("noise: bare / bare", "bare again", "bare model", null),
          new Measure("model / bare", "model", "bare model", Target.atLeast(0.85)),
          new Measure("list / bare", "list", "bare list", Target.atLeast(0.90)),
          new Measure("list gzip / list", "list gzip", "list", Target.atLeast(1.4)),
          new Measure("list 304 / list", "list 304", "list", Target.atLeast(2)));

  private final int forks;
  private final int rounds;
  private final int seconds;
  private final int warmupSeconds;
  private final String model;
  private final HttpLoad load = new HttpLoad();
  private final Map<Measure, List<Double>> forkRatios = new LinkedHashMap<>();
  private final Map<String, List<Double>> microsPerRequest = new LinkedHashMap<>();
  private final Map<String, List<Double>> requestsPerSecond = new LinkedHashMap<>();
  private int dropped;
  private int taken;

  private record Measure(String name, String of, String to, @Nullable Target target) {}

  private record Side(String name, ServerProcess server, String url, Map<String, String> headers) {}

  private record Slice(double requestsPerCpuSecond, double stealPercent) {}

  private BenchHttp(Arguments arguments) {
    forks = arguments.count("forks", 5);
    rounds = arguments.count("rounds", 4);
    seconds = arguments.count("slice-seconds", 1);
    warmupSeconds = arguments.count("warmup-seconds", 4);
    model = arguments.text("model", "gpt-4o");
  }

  /** Runs and prints a table. */
  static void run(Arguments arguments) throws IOException, InterruptedException {
    new BenchHttp(arguments.only("forks", "rounds", "slice-seconds", "warmup-seconds", "model"))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.printf(
        "http: %d forks a side, %d rounds of slices of %d s forwards and backwards; %s%n",
        forks, rounds, seconds, load.name());
    System.out.println(Machine.description());
    Machine start = Machine.now();
    for (int fork = 1; fork <= forks; fork++) {
      fork(fork);
    }
    print(Machine.now().stealPercentSince(start));
  }

  private void fork(int number) throws IOException, InterruptedException {
    try (ServerProcess ours = ServerProcess.understudy()) {
      String one = ours.url() + "/v1/models/" + model;
      String list = ours.url() + "/v1/models";
      List<String> answers = List.of("--answer", one, "--answer", list);
      try (ServerProcess bare = ServerProcess.bare(BareHttpServer.class, answers);
          ServerProcess again = ServerProcess.bare(BareHttpServer.class, answers)) {
        String etag = sameAnswer(list, bare.urls().get(1), number);
        sameAnswer(one, bare.urls().get(0), number);
        // Neighbours in this order are compared with each other.
        List<Side> sides =
            List.of(
                new Side(
                    "bare again", again, again.urls().get(0) + "/v1/models/" + model, Map.of()),
                new Side("bare model", bare, bare.urls().get(0) + "/v1/models/" + model, Map.of()),
                new Side("model", ours, one, Map.of()),
                new Side("bare list", bare, bare.urls().get(1) + "/v1/models", Map.of()),
                new Side("list", ours, list, Map.of()),
                new Side("list gzip", ours, list, Map.of("Accept-Encoding", "gzip")),
                new Side("list 304", ours, list, Map.of("If-None-Match", etag)));
        warmUp(sides);
        measure(number, sides);
      }
    }
  }

  /** Each JVM as long as the others, over all that it is asked, or the JIT would make the ratio. */
  private void warmUp(List<Side> sides) {
    Map<ServerProcess, List<Side>> byServer = new LinkedHashMap<>();
    sides.forEach(
        side -> byServer.computeIfAbsent(side.server(), s -> new ArrayList<>()).add(side));
    for (List<Side> asked : byServer.values()) {
      for (int i = 0; i < WARM_UPS; i++) {
        Side side = asked.get(i % asked.size());
        load.requests(side.url(), side.headers(), warmupSeconds);
      }
    }
  }

  /** Checks that the bare server answers as ours does, and returns the entity tag. */
  private static String sameAnswer(String ours, String bare, int fork)
      throws IOException, InterruptedException {
    HttpResponse<String> wanted = get(ours);
    HttpResponse<String> given = get(bare);
    if (!wanted.body().equals(given.body()) || !wanted.headers().equals(given.headers())) {
      throw new IllegalStateException(
          "%s answers %s (expected: %s)".formatted(bare, given.headers(), wanted.headers()));
    }
    if (fork == 1) {
      System.out.printf(
          Locale.ROOT, "%s: %,d bytes, %s%n", ours, wanted.body().length(), wanted.headers().map());
    }
    return wanted.headers().firstValue("etag").orElseThrow();
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).version(HttpClient.Version.HTTP_1_1).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private void measure(int number, List<Side> sides) {
    Map<Measure, List<Double>> ratios = new LinkedHashMap<>();
    List<Side> backwards = new ArrayList<>(sides);
    Collections.reverse(backwards);
    for (int round = 0; round < rounds; round++) {
      for (List<Side> order : Arrays.asList(sides, backwards)) {
        Map<String, Slice> slices = new LinkedHashMap<>();
        order.forEach(side -> slices.put(side.name(), slice(side)));
        MEASURES.forEach(measure -> ratio(measure, slices, ratios));
      }
    }
    StringBuilder line = new StringBuilder("fork ").append(number).append(':');
    ratios.forEach(
        (measure, ofFork) -> {
          double median = Spread.median(ofFork);
          forkRatios.computeIfAbsent(measure, m -> new ArrayList<>()).add(median);
          line.append(String.format(Locale.ROOT, "  %s %.3f", measure.name(), median));
        });
    System.out.println(line);
  }

  /** Pairs in which the host took much of the machine say nothing. */
  private void ratio(
      Measure measure, Map<String, Slice> slices, Map<Measure, List<Double>> ratios) {
    Slice of = Objects.requireNonNull(slices.get(measure.of()));
    Slice to = Objects.requireNonNull(slices.get(measure.to()));
    taken++;
    if (Math.max(of.stealPercent(), to.stealPercent()) > MOST_STEAL_PERCENT) {
      dropped++;
      return;
    }
    ratios
        .computeIfAbsent(measure, m -> new ArrayList<>())
        .add(of.requestsPerCpuSecond() / to.requestsPerCpuSecond());
  }

  private Slice slice(Side side) {
    Machine before = Machine.now();
    double cpuBefore = side.server().cpuSeconds();
    long requests = load.requests(side.url(), side.headers(), seconds);
    double cpu = side.server().cpuSeconds() - cpuBefore;
    microsPerRequest.computeIfAbsent(side.name(), s -> new ArrayList<>()).add(cpu / requests * 1e6);
    requestsPerSecond
        .computeIfAbsent(side.name(), s -> new ArrayList<>())
        .add((double) requests / seconds);
    return new Slice(requests / cpu, Machine.now().stealPercentSince(before));
  }

  private void print(double stealPercent) {
    System.out.printf(
        Locale.ROOT, "%n%-12s %12s %22s%n", "median slice", "requests/s", "server CPU us/request");
    requestsPerSecond.forEach(
        (side, rates) ->
            System.out.printf(
                Locale.ROOT,
                "%-12s %12.0f %22.2f%n",
                side,
                Spread.median(rates),
                Spread.median(Objects.requireNonNull(microsPerRequest.get(side)))));
    System.out.printf(
        "%n%-20s %6s  %-15s  %s%n",
        "per server CPU", "median", "[quartiles]", "min - max of forks");
    for (Measure measure : MEASURES) {
      Spread spread = Spread.of(forkRatios.getOrDefault(measure, List.of()));
      Target target = measure.target();
      System.out.printf(
          "%-20s %s  %s%n",
          measure.name(), spread, target == null ? "" : target.verdict(spread.median()));
    }
    System.out.printf(
        Locale.ROOT,
        "steal %.1f %%; %d of %d pairs of slices dropped, as over %.0f %% were stolen%n",
        stealPercent,
        dropped,
        taken,
        MOST_STEAL_PERCENT);
  }
}
