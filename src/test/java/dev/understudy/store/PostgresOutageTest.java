package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is stopped as by a crash, and started again, while sixteen clients write. */
class PostgresOutageTest {

  private static final int OUTAGES = System.getProperty("full") == null ? 2 : 10;
  private static final int WRITERS = 16;

  private final TestPostgres postgres = TestPostgres.shared();
  private final String url = postgres.url(postgres.newDatabase());
  private final Tally told = new Tally();
  private boolean isStopped;

  @TempDir private Path work = Path.of("");

  @AfterEach
  void startForOthers() {
    if (isStopped) {
      postgres.startAgain();
    }
  }

  @Test
  void readsGoOn_writesFail_andResumeWithoutARestart() throws Exception {
    Path data = work.resolve("data");
    long seed = System.nanoTime();
    List<Writer> writers =
        IntStream.range(0, WRITERS).mapToObj(i -> new Writer("w" + i, seed + i, told)).toList();
    try (ChildServer server =
        ChildServer.start(work, List.of("--data", data.toString(), "--store", url))) {
      for (int outage = 0; outage < OUTAGES; outage++) {
        List<Thread> load = begin(server, writers);
        int wanted = told.count() + 300;
        told.await(wanted);
        stop();
        isUp(server);
        startAgain();
        until("writes again", () -> put(server).statusCode() / 100 == 2);
        Writer.stop(writers);
        for (Thread thread : load) {
          thread.join();
        }
        assertThat(wrong(writers, server.descriptions())).as("seed %d", seed).isEmpty();
      }
      assertThat(writers.stream().mapToInt(Writer::refused).sum()).isPositive();
      server.kill();
    }
    isAllKept(writers, data);
  }

  private void stop() {
    isStopped = true;
    postgres.stopAtOnce();
  }

  private void startAgain() {
    postgres.startAgain();
    isStopped = false;
  }

  /** Reads are from memory; a write is told soon that it cannot be, where the store is and why. */
  private void isUp(ChildServer server) throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(server.send("GET", "/v1/models/road-1", "").statusCode()).isEqualTo(200);
    }
    long from = System.nanoTime();
    HttpResponse<String> refused = put(server);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
    assertThat(refused.body())
        .contains("store postgresql://127.0.0.1:" + postgres.port() + "/")
        .doesNotContain(TestPostgres.PASSWORD, "p%40ss");
    assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(20));
  }

  private static HttpResponse<String> put(ChildServer server) {
    try {
      return server.send("PUT", "/v1/models/probe", "{\"id\":\"probe\",\"name\":\"Probe\"}");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private List<Thread> begin(ChildServer server, List<Writer> writers) {
    List<Thread> threads = new ArrayList<>();
    for (Writer writer : writers) {
      Thread thread = new Thread(() -> writer.run(server));
      threads.add(thread);
      thread.start();
    }
    return threads;
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
    }
  }

  private static List<String> wrong(List<Writer> writers, Map<String, String> kept) {
    List<String> wrong = new ArrayList<>();
    writers.forEach(writer -> wrong.addAll(writer.check(kept)));
    return wrong;
  }

  private void isAllKept(List<Writer> writers, Path data) {
    Vertx vertx = Vertx.vertx();
    KeptRegistry kept =
        KeptRegistry.open(vertx, Store.postgresql(vertx, url, data, () -> "unused").log(), false);
    assertThat(wrong(writers, CrashTest.descriptions(kept))).isEmpty();
    assertThat(CrashTest.revisions(kept.log.history())).isEqualTo(kept.revision());
    System.out.printf(
        "%d outages: %d writes acknowledged, %d refused, %d revisions kept%n",
        OUTAGES, told.count(), writers.stream().mapToInt(Writer::refused).sum(), kept.revision());
    kept.close();
    await(vertx.close());
  }
}
