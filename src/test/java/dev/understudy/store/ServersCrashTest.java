package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers of one PostgreSQL, of which one is killed while many write: what was acknowledged
 * is there, all come to the same, and a webhook is told of everything in order, whoever tells it.
 */
class ServersCrashTest {

  private static final int KILLS = System.getProperty("full") == null ? 1 : 20;
  private static final int SERVERS = 3;
  private static final int WRITERS = 16;

  @TempDir private Path work = Path.of("");

  private final TestPostgres postgres = TestPostgres.shared();
  private final String url = postgres.url(postgres.newDatabase());
  private final Vertx vertx = Vertx.vertx();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Tally told = new Tally();
  private final List<Writer> writers =
      IntStream.range(0, WRITERS).mapToObj(i -> new Writer("w" + i, seed + i, told)).toList();
  private final List<ChildServer> servers = new ArrayList<>();

  private ChildServer started(int number) throws Exception {
    Path folder = Files.createDirectories(work.resolve("server" + number));
    return ChildServer.start(
        folder,
        List.of(
            "--data",
            folder.resolve("data").toString(),
            "--store",
            url,
            "--set",
            "webhooks.key=" + Base64.getEncoder().encodeToString(new byte[32]),
            "--set",
            "webhooks.allow=127.0.0.0/8",
            "--set",
            "webhooks.retry_first_seconds=0.01"));
  }

  @Test
  void nothingIsLost_andAllComeToTheSame() throws Exception {
    CountingHook hook = new CountingHook(vertx);
    for (int i = 0; i < SERVERS; i++) {
      servers.add(started(i));
    }
    try {
      HttpResponse<String> made = // a server that does not lead hands it on
          servers.get(SERVERS - 1).send("POST", "/v1/webhooks", "{\"url\":\"" + hook.url() + "\"}");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      long begun = servers.get(0).revision();
      for (int kill = 0; kill < KILLS; kill++) {
        int killed = kill == 0 ? 0 : random.nextInt(SERVERS); // the first one leads
        underLoad(killed);
        List<ChildServer> others = new ArrayList<>(servers);
        others.remove(killed);
        comeToTheSame(others);
        isAllThere(others.get(0), "seed " + seed + ", kill " + kill + " of " + killed);
        servers.set(killed, started(killed));
      }
      comeToTheSame(servers);
      CountingHook.awaitTold(servers.get(1), servers.get(1).revision());
      assertThat(hook.inOrder()).isEqualTo(events(begun));
      System.out.printf(
          "%d servers, %d kills: %d writes acknowledged, %d refused; %d events told in order, %d of them twice%n",
          SERVERS,
          KILLS,
          told.count(),
          writers.stream().mapToInt(Writer::refused).sum(),
          hook.inOrder().size(),
          hook.twice());
    } finally {
      servers.forEach(ChildServer::close);
      await(vertx.close());
    }
  }

  private void underLoad(int killed) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Writer writer = writers.get(i);
      ChildServer server = servers.get(i % SERVERS);
      Thread thread = new Thread(() -> writer.run(server));
      threads.add(thread);
      thread.start();
    }
    told.await(told.count() + 100 + random.nextInt(200));
    servers.get(killed).kill();
    told.await(told.count() + 100);
    Writer.stop(writers);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Nobody writes any more: what each has not heard of yet it hears of soon. */
  private static void comeToTheSame(List<ChildServer> servers) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (servers.stream().map(ChildServer::revision).distinct().count() > 1) {
      assertThat(System.nanoTime()).as("the same revision").isLessThan(deadline);
    }
    for (String path : List.of("/v1/models?view=full", "/v1/models?provider=acme", "/v1/stats")) {
      assertThat(servers.stream().map(server -> body(server, path)).distinct()).as(path).hasSize(1);
    }
  }

  private static String body(ChildServer server, String path) {
    try {
      String body = server.send("GET", path, "").body();
      return path.equals("/v1/stats") ? body.replaceFirst("\"caches\":.*", "") : body;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void isAllThere(ChildServer server, String when) throws Exception {
    Map<String, String> kept = server.descriptions();
    List<String> wrong = new ArrayList<>();
    writers.forEach(writer -> wrong.addAll(writer.check(kept)));
    assertThat(wrong).as(when).isEmpty();
  }

  /** As the log has them; that it is whole is looked at when it is opened. */
  private List<LogPosition> events(long begun) {
    Store store = Store.postgresql(vertx, url, work.resolve("reader"), () -> "unused");
    KeptRegistry kept = KeptRegistry.open(vertx, store.log(), false);
    assertThat(CrashTest.revisions(store.log().history())).isEqualTo(kept.revision());
    List<LogPosition> events = new ArrayList<>();
    LogPosition last = LogPosition.endOf(begun);
    List<LoggedEvent> page;
    do {
      page = await(store.log().history().events(last.revision(), last.position(), 1_000));
      page.forEach(event -> events.add(event.position()));
      last = page.isEmpty() ? last : page.get(page.size() - 1).position();
    } while (!page.isEmpty());
    kept.close();
    return events;
  }
}
