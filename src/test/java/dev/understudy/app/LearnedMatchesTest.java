package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.store.MatchStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was learned of names outlives the server. */
@ExtendWith(VertxExtension.class)
class LearnedMatchesTest {

  private static final String NAME = "gpt-oss";
  private static final String MEANT = "openai/gpt-oss-20b";

  @TempDir private Path folder;

  private <T> T serving(Vertx vertx, Function<RegistryClient, Future<T>> use) throws Exception {
    var config =
        new ConfigLoader()
            .set("http.port=0")
            .set("catalog.reload_seconds=0")
            .set("data.dir", folder.resolve("data").toString())
            .load(Path.of("").toAbsolutePath());
    return Server.start(vertx, config, Clock.systemUTC())
        .compose(server -> use.apply(new RegistryClient(vertx)).eventually(() -> server.stop()))
        .await(60, TimeUnit.SECONDS);
  }

  @Test
  void whatWasLearned_isThereAfterARestart(Vertx vertx) throws Exception {
    LearnedMatch learned = serving(vertx, client -> client.learn(NAME, MEANT, true));
    assertThat(learned.successes()).isEqualTo(1);
    assertThat(serving(vertx, client -> client.get(NAME)).id()).isEqualTo(MEANT);
    List<LearnedMatch> history = serving(vertx, client -> client.matchHistory(NAME));
    assertThat(history)
        .singleElement()
        .satisfies(match -> assertThat(match.matches()).isEqualTo(1))
        .satisfies(match -> assertThat(match.successes()).isEqualTo(1));
  }

  @Test
  void changes_areWrittenWhileItRuns_andAgainAfterAFailure(Vertx vertx) throws Exception {
    ModelMatcher matcher = new ModelMatcher(10);
    Flaky store = new Flaky();
    LearnedMatches kept = new LearnedMatches(vertx, matcher, store);
    kept.start(Duration.ofMillis(1)).await(10, TimeUnit.SECONDS);
    matcher.recordSuccess("a", "x", 1);
    while (store.writes.get() < 2) {
      Thread.onSpinWait();
    }
    matcher.recordSuccess("b", "y", 1);
    kept.stop().await(10, TimeUnit.SECONDS);
    assertThat(store.written).isEqualTo(matcher.all());
  }

  /** Fails the first time. */
  private static final class Flaky implements MatchStore {
    private final AtomicInteger writes = new AtomicInteger();
    private volatile List<LearnedMatch> written = List.of();

    @Override
    public Future<List<LearnedMatch>> read() {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> write(List<LearnedMatch> all) {
      if (writes.incrementAndGet() == 1) {
        return Future.failedFuture(new IllegalStateException("of the test"));
      }
      written = all;
      return Future.succeededFuture();
    }
  }
}
