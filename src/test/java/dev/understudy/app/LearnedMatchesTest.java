package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.MatchFile;
import dev.understudy.discovery.ModelMatcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was learned of names outlives the server, and never keeps one from starting. */
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

  private Path file() {
    return folder.resolve("data/learned-matches.json");
  }

  @Test
  void whatWasLearned_isThereAfterARestart(Vertx vertx) throws Exception {
    LearnedMatch learned = serving(vertx, client -> client.learn(NAME, MEANT, true));
    assertThat(new MatchFile(file()).read()).containsExactly(learned);
    assertThat(serving(vertx, client -> client.get(NAME)).id()).isEqualTo(MEANT);
    List<LearnedMatch> history = serving(vertx, client -> client.matchHistory(NAME));
    assertThat(history)
        .singleElement()
        .satisfies(match -> assertThat(match.matches()).isEqualTo(1))
        .satisfies(match -> assertThat(match.successes()).isEqualTo(1));
  }

  @Test
  void damagedFile_isSetAside_andTheServerStarts(Vertx vertx) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(file(), "{\"version\":1,");
    List<LearnedMatch> history = serving(vertx, client -> client.matchHistory(NAME));
    assertThat(history).isEmpty();
    assertThat(folder.resolve("data/learned-matches.json.damaged")).hasContent("{\"version\":1,");
    serving(vertx, client -> client.learn(NAME, MEANT, true));
    assertThat(new MatchFile(file()).read()).hasSize(1);
  }

  @Test
  void fileThatCannotBeRead_isLeftAlone_andTheServerStarts(Vertx vertx) throws Exception {
    Files.createDirectories(file()); // a folder of that name
    serving(vertx, client -> client.learn(NAME, MEANT, true));
    assertThat(file()).isEmptyDirectory();
  }

  @Test
  void changes_areWrittenWhileItRuns(Vertx vertx) throws Exception {
    ModelMatcher matcher = new ModelMatcher(10);
    LearnedMatches kept = new LearnedMatches(vertx, matcher, file().getParent());
    kept.start(Duration.ofMillis(1)).await(10, TimeUnit.SECONDS);
    matcher.recordSuccess("a", "x", 1);
    while (written().isEmpty()) {
      Thread.onSpinWait();
    }
    kept.stop().await(10, TimeUnit.SECONDS);
    assertThat(written()).isEqualTo(matcher.all());
  }

  private List<LearnedMatch> written() throws IOException {
    return new MatchFile(file()).read();
  }
}
