package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelEntry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed while many write: what it acknowledged is there, and nothing by halves.
 */
class CrashTest {

  private static final int KILLS = System.getProperty("full") == null ? 3 : 50;
  private static final int WRITERS = 16;

  @TempDir Path work = Path.of("");

  @Test
  void embedded() throws Exception {
    Path data = work.resolve("data");
    killed(
        List.of("--data", data.toString()),
        vertx -> Store.embedded(vertx, data, 0, () -> "unused").log());
  }

  @Test
  void postgresql() throws Exception {
    Path data = work.resolve("data");
    TestPostgres postgres = TestPostgres.shared();
    String url = postgres.url(postgres.newDatabase());
    killed(
        List.of("--data", data.toString(), "--store", url),
        vertx -> Store.postgresql(vertx, url, data, () -> "unused").log());
  }

  private void killed(List<String> arguments, Function<Vertx, RevisionLog> log) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    AtomicInteger told = new AtomicInteger();
    List<Writer> writers =
        IntStream.range(0, WRITERS).mapToObj(i -> new Writer("w" + i, seed + i, told)).toList();
    long revision = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      try (ChildServer server = ChildServer.start(work, arguments)) {
        assertThat(server.get("/v1/stats").get("revision").asLong())
            .isGreaterThanOrEqualTo(revision);
        underLoad(server, writers, told, told.get() + 100 + random.nextInt(400));
      }
      revision = checked(writers, log, "seed " + seed + ", kill " + kill);
    }
    System.out.printf(
        "%d kills: %d writes acknowledged, %d revisions kept%n", KILLS, told.get(), revision);
    assertThat(revision).isGreaterThanOrEqualTo(told.get());
  }

  /** Kills it when that many writes have been acknowledged, while the next ones are under way. */
  private static void underLoad(
      ChildServer server, List<Writer> writers, AtomicInteger told, int wanted) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (Writer writer : writers) {
      Thread thread = new Thread(() -> writer.run(server));
      threads.add(thread);
      thread.start();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (told.get() < wanted && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(told.get()).isGreaterThanOrEqualTo(wanted);
  }

  private static long checked(List<Writer> writers, Function<Vertx, RevisionLog> log, String when) {
    Vertx vertx = Vertx.vertx();
    KeptRegistry kept = KeptRegistry.open(vertx, log.apply(vertx), false);
    try {
      Map<String, String> descriptions = descriptions(kept);
      List<String> wrong = new ArrayList<>();
      writers.forEach(writer -> wrong.addAll(writer.check(descriptions)));
      assertThat(wrong).as(when).isEmpty();
      assertThat(revisions(kept.log.history())).as(when).isEqualTo(kept.revision());
      return kept.revision();
    } finally {
      kept.close();
      await(vertx.close());
    }
  }

  static Map<String, String> descriptions(KeptRegistry kept) {
    Map<String, String> descriptions = new HashMap<>();
    for (ModelEntry entry : kept.registry.snapshot().entries()) {
      ModelDefinition model = entry.model();
      if (model.description() != null) {
        descriptions.put(model.id(), model.description());
      }
    }
    return descriptions;
  }

  /** The last of the revisions, which have no gap and no twin. */
  static long revisions(History history) {
    long last = 0;
    while (true) {
      List<Version> page = await(history.changes(last, Integer.MAX_VALUE, 1_000));
      if (page.isEmpty()) {
        return last;
      }
      int position = -1;
      for (Version version : page) {
        long revision = version.revision().number();
        boolean follows = revision == last ? version.position() > position : revision == last + 1;
        assertThat(follows).as("revision %d after %d", revision, last).isTrue();
        last = revision;
        position = version.position();
      }
      // A page may end inside a revision: the rest of it is not read again, which is fine here.
    }
  }
}
