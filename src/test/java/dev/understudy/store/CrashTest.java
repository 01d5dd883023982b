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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** Both at once: most of the time goes by while servers start. */
  @Test
  void whatWasAcknowledged_isThere_afterAKill() throws Exception {
    ExecutorService stores = Executors.newFixedThreadPool(2);
    try {
      Future<Path> embedded = stores.submit(this::embedded);
      Future<Path> postgresql = stores.submit(this::postgresql);
      embedded.get();
      postgresql.get();
    } finally {
      stores.shutdownNow();
    }
  }

  private Path embedded() throws Exception {
    Path data = work.resolve("embedded");
    killed(data, List.of(), vertx -> Store.embedded(vertx, data, 0, () -> "unused").log());
    return data;
  }

  private Path postgresql() throws Exception {
    Path data = work.resolve("postgresql");
    TestPostgres postgres = TestPostgres.shared();
    String url = postgres.url(postgres.newDatabase());
    killed(
        data,
        List.of("--store", url),
        vertx -> Store.postgresql(vertx, url, data, () -> "unused").log());
    return data;
  }

  private static void killed(Path data, List<String> more, Function<Vertx, RevisionLog> log)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
    arguments.addAll(more);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Tally told = new Tally();
    List<Writer> writers =
        IntStream.range(0, WRITERS).mapToObj(i -> new Writer("w" + i, seed + i, told)).toList();
    long revision = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      try (ChildServer server = ChildServer.start(data, arguments)) {
        assertThat(server.get("/v1/stats").get("revision").asLong())
            .isGreaterThanOrEqualTo(revision);
        underLoad(server, writers, told, told.count() + 100 + random.nextInt(400));
      }
      revision = checked(writers, log, "seed " + seed + ", kill " + kill);
    }
    System.out.printf(
        "%s, %d kills: %d writes acknowledged, %d revisions kept%n",
        data.getFileName(), KILLS, told.count(), revision);
    assertThat(revision).isGreaterThanOrEqualTo(told.count());
  }

  /** Kills it when that many writes have been acknowledged, while the next ones are under way. */
  private static void underLoad(ChildServer server, List<Writer> writers, Tally told, int wanted)
      throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (Writer writer : writers) {
      Thread thread = new Thread(() -> writer.run(server));
      threads.add(thread);
      thread.start();
    }
    told.await(wanted);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
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
