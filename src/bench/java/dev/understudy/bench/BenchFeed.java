package dev.understudy.bench;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How soon those who follow the feed hear of a write, and what one of them costs, beside a bare
 * server that writes as many bytes to as many.
 */
final class BenchFeed {

  private static final int WARM_UP = 20;

  /** Of the event of a small model, about. */
  private static final int EVENT_BYTES = 2_300;

  private final int rounds;
  private final int watchers;
  private final int writes;

  private BenchFeed(Arguments arguments) {
    rounds = arguments.count("rounds", 5);
    watchers = arguments.count("watchers", 2_000);
    writes = arguments.count("writes", 50);
  }

  /** What one side shows in one round. */
  private record Figures(double p50Millis, double p99Millis, double bytesPerWatcher) {}

  /** Runs and prints a table. */
  static void run(Arguments arguments) throws Exception {
    arguments.only("rounds", "watchers", "writes");
    System.out.println(Machine.description());
    new BenchFeed(arguments).compare();
  }

  private void compare() throws Exception {
    List<Figures> bare = new ArrayList<>();
    List<Figures> ours = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<String> bytes = List.of("--event-bytes", Integer.toString(EVENT_BYTES));
      try (ServerProcess server = ServerProcess.bare(BareFanOutServer.class, bytes)) {
        bare.add(measured(server));
      }
      try (ServerProcess server = ServerProcess.understudy()) {
        ours.add(measured(server));
      }
    }
    System.out.printf("%n%,d watchers, %,d writes a round, %d rounds%n", watchers, writes, rounds);
    System.out.printf("%n%6s %10s %10s %18s%n", "", "p50 ms", "p99 ms", "heap per watcher");
    print("bare", bare);
    print("ours", ours);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ratios.add(ours.get(round).p50Millis / bare.get(round).p50Millis);
    }
    System.out.printf("%np50 by bare's %s%n", Spread.of(ratios));
  }

  private void print(String name, List<Figures> all) {
    System.out.printf(
        Locale.ROOT,
        "%6s %10.2f %10.2f %12.0f bytes%n",
        name,
        Spread.median(all.stream().map(Figures::p50Millis).toList()),
        Spread.median(all.stream().map(Figures::p99Millis).toList()),
        Spread.median(all.stream().map(Figures::bytesPerWatcher).toList()));
  }

  private Figures measured(ServerProcess server) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (FeedWatchers feed = new FeedWatchers(vertx, server.url())) {
      feed.open(1);
      feed.write(1, WARM_UP, BenchFeed::body);
      long before = server.liveHeapBytes();
      feed.open(watchers - 1);
      feed.write(watchers, WARM_UP, BenchFeed::body);
      double bytes = (double) (server.liveHeapBytes() - before) / (watchers - 1);
      List<Double> millis = feed.write(watchers, writes, BenchFeed::body);
      List<Double> sorted = millis.stream().sorted().toList();
      return new Figures(quantile(sorted, 0.5), quantile(sorted, 0.99), bytes);
    } finally {
      vertx.close().await(1, TimeUnit.MINUTES);
    }
  }

  private static double quantile(List<Double> sorted, double q) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(q * sorted.size())));
  }

  /** Every write changes one field, so that each is one event. */
  private static String body(int number) {
    return "{\"extends\": \"chat\", \"context_window\": " + (1_000 + number % 2) + "}";
  }
}
