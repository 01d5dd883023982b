package dev.understudy.bench;

import dev.understudy.app.Server;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Precondition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How soon the other servers of a PostgreSQL have what one writes, beside a bare connection that is
 * notified of a bare commit; and how many writes a second one server and three acknowledge.
 */
final class BenchServers {

  private static final int SERVERS = 3;
  private static final int WRITERS = 16;
  private static final int WARM_UP = 100;
  private static final String CHANNEL = "understudy_bench";

  private final String url;
  private final int rounds;
  private final int writes;
  private final int seconds;
  private final AtomicInteger ids = new AtomicInteger();

  private BenchServers(Arguments arguments) {
    url = arguments.text("store", "");
    rounds = arguments.count("rounds", 5);
    writes = arguments.count("writes", 300);
    seconds = arguments.count("seconds", 3);
    if (!url.startsWith("postgresql:")) {
      throw new IllegalArgumentException(
          "--store " + url + " (expected: postgresql://user:password@host:5432/database)");
    }
  }

  /** A server in a Vert.x of its own. */
  private record Started(Vertx vertx, Server server, RegistryClient client) {}

  /** Runs and prints a table. */
  static void run(Arguments arguments) throws Exception {
    arguments.only("store", "rounds", "writes", "seconds");
    System.out.println(Machine.description());
    new BenchServers(arguments).measure();
  }

  private void measure() throws Exception {
    List<Started> servers = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      servers.add(started());
    }
    List<Double> bare = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> three = new ArrayList<>();
    delays(servers, WARM_UP, new ArrayList<>());
    for (int round = 0; round < rounds; round++) {
      double bareMedian = Spread.median(bareDelays(servers.get(0).vertx, bare));
      ratios.add(Spread.median(delays(servers, writes, ours)) / bareMedian);
      one.add(perSecond(servers.subList(0, 1)));
      three.add(perSecond(servers));
    }
    System.out.printf("%n%d servers, %d rounds of %d writes%n%n", SERVERS, rounds, writes);
    System.out.printf("%-34s %10s %10s%n", "from the write until", "p50 ms", "p99 ms");
    print("a bare connection is notified", bare);
    print("both other servers show it", ours);
    System.out.printf("p50 by bare's %s%n", Spread.of(ratios));
    System.out.printf(
        Locale.ROOT,
        "%n%d writers, writes/s acknowledged%n  by one server   %,10.0f%n  by three servers%,10.0f%n",
        WRITERS,
        Spread.median(one),
        Spread.median(three));
    for (Started each : servers) {
      each.server.stop().eventually(each.vertx::close).await(1, TimeUnit.MINUTES);
    }
  }

  private static void print(String what, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.2f %10.2f%n",
        what,
        Spread.median(sorted),
        sorted.get((int) Math.min(sorted.size() - 1, Math.round(0.99 * sorted.size()))));
  }

  private Started started() throws Exception {
    Vertx vertx = Vertx.vertx();
    Path data = Files.createTempDirectory("understudy-bench");
    ConfigLoader loader =
        new ConfigLoader()
            .set("http.port=0")
            .set("http.event_loops=1")
            .set("data.dir=" + data)
            .set("store.url=" + url);
    Path home = Path.of(System.getProperty("understudy.home", "")).toAbsolutePath();
    Server server =
        Server.start(vertx, loader.load(home), Clock.systemUTC()).await(1, TimeUnit.MINUTES);
    return new Started(vertx, server, new RegistryClient(vertx));
  }

  private Future<?> write(Started server, String id) {
    ModelDefinition model =
        ModelDefinition.builder(id).description("as of " + System.nanoTime()).build();
    return server.client.put(model, Precondition.none());
  }

  /** One after the other, until both others have told of it. */
  private List<Double> delays(List<Started> servers, int count, List<Double> all) throws Exception {
    ConcurrentHashMap<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
    List<Runnable> ends = new ArrayList<>();
    for (int i = 1; i < SERVERS; i++) {
      int number = i;
      var consumer =
          servers
              .get(i)
              .client
              .onChange(
                  write -> {
                    String id = write.events().get(0).subject() + "@" + number;
                    waiting
                        .computeIfAbsent(id, none -> new CompletableFuture<>())
                        .complete(System.nanoTime());
                  });
      ends.add(consumer::unregister);
    }
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "bench/" + ids.incrementAndGet();
      long from = System.nanoTime();
      write(servers.get(0), id).await(1, TimeUnit.MINUTES);
      long until = from;
      for (int other = 1; other < SERVERS; other++) {
        until =
            Math.max(
                until,
                waiting
                    .computeIfAbsent(id + "@" + other, none -> new CompletableFuture<>())
                    .get(1, TimeUnit.MINUTES));
      }
      millis.add((until - from) / 1e6);
    }
    ends.forEach(Runnable::run);
    all.addAll(millis);
    return millis;
  }

  /** A commit of one row, of which two others are notified. */
  private List<Double> bareDelays(Vertx vertx, List<Double> all) throws Exception {
    PgConnectOptions options = PgConnectOptions.fromUri(url);
    PgConnection writer = connected(vertx, options);
    List<PgConnection> others = List.of(connected(vertx, options), connected(vertx, options));
    writer
        .query("CREATE TABLE IF NOT EXISTS understudy_bench (id INT PRIMARY KEY, text TEXT)")
        .execute()
        .compose(made -> writer.query("SET synchronous_commit = on").execute())
        .await(1, TimeUnit.MINUTES);
    List<Double> millis = new ArrayList<>();
    ConcurrentHashMap<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
    for (int other = 0; other < others.size(); other++) {
      int number = other;
      others.get(other).query("LISTEN " + CHANNEL).execute().await(1, TimeUnit.MINUTES);
      others
          .get(other)
          .notificationHandler(
              told ->
                  waiting
                      .computeIfAbsent(
                          told.getPayload() + "@" + number, none -> new CompletableFuture<>())
                      .complete(System.nanoTime()));
    }
    for (int i = 0; i < writes; i++) {
      String text = "w" + ids.incrementAndGet();
      long from = System.nanoTime();
      Future<?> begun = writer.query("BEGIN").execute();
      Future<?> put =
          writer
              .query(
                  "INSERT INTO understudy_bench VALUES (1, '"
                      + text
                      + "') ON CONFLICT (id) DO UPDATE SET text = excluded.text")
              .execute();
      Future<?> told =
          writer.query("SELECT pg_notify('" + CHANNEL + "', '" + text + "')").execute();
      Future<?> committed = writer.query("COMMIT").execute();
      Future.all(begun, put, told, committed).await(1, TimeUnit.MINUTES);
      long until = from;
      for (int other = 0; other < others.size(); other++) {
        until =
            Math.max(
                until,
                waiting
                    .computeIfAbsent(text + "@" + other, none -> new CompletableFuture<>())
                    .get(1, TimeUnit.MINUTES));
      }
      millis.add((until - from) / 1e6);
    }
    writer.query("DROP TABLE understudy_bench").execute().await(1, TimeUnit.MINUTES);
    writer.close();
    others.forEach(PgConnection::close);
    all.addAll(millis);
    return millis;
  }

  private static PgConnection connected(Vertx vertx, PgConnectOptions options) throws Exception {
    return PgConnection.connect(vertx, options).await(1, TimeUnit.MINUTES);
  }

  private double perSecond(List<Started> servers) throws Exception {
    AtomicInteger done = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(keepWriting(servers.get(i % servers.size()), "bench/w" + i, end, done));
    }
    Future.all(writers).await(1, TimeUnit.MINUTES);
    return (double) done.get() / seconds;
  }

  private Future<?> keepWriting(Started server, String id, long end, AtomicInteger done) {
    if (System.nanoTime() >= end) {
      return Future.succeededFuture();
    }
    return write(server, id)
        .compose(
            kept -> {
              done.incrementAndGet();
              return keepWriting(server, id, end, done);
            });
  }
}
