package dev.understudy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.address.AddressRules;
import dev.understudy.address.CheckedHosts;
import dev.understudy.config.ConfigException;
import dev.understudy.config.ConfigLoader;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.Derivation;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.registry.Precondition;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sources over days, restarts and edits of the files beside them. */
class SourceLifeTest extends SourceFixture {

  private SourceSpec acme() {
    return SourceSpec.of("acme", remote.url()).withGraceDays(3);
  }

  private void startWith(String... models) throws Exception {
    remote.has(catalog("acme", models), "\"1\"");
    start(acme());
    await(sources.refresh("acme"));
  }

  @Test
  void modelThatIsGone_isDeprecated_thenRemoved() throws Exception {
    startWith("a", "b", "c=Third");
    remote.has(catalog("acme", "a", "b"), "\"2\"");
    assertThat(await(sources.refresh("acme")).diff().deprecated()).containsExactly("c");
    assertThat(there("c").status()).isEqualTo(ModelStatus.DEPRECATED);
    assertThat(name("c")).isEqualTo("Third");
    now = NOW.plus(Duration.ofDays(3)).minusSeconds(1);
    assertThat(await(sources.refresh("acme")).changed()).isFalse();
    assertThat(name("c")).isEqualTo("Third");
    now = NOW.plus(Duration.ofDays(3));
    assertThat(await(sources.refresh("acme")).diff().removed()).containsExactly("c"); // by a 304
    assertThat(isGone("c")).isTrue();
  }

  @Test
  void modelThatComesBack_isWhatItWas() throws Exception {
    startWith("a", "b", "c");
    ModelStatus once = there("c").status();
    remote.has(catalog("acme", "a", "b"));
    await(sources.refresh("acme"));
    now = NOW.plus(Duration.ofDays(2));
    remote.has(catalog("acme", "a", "b", "c"));
    SourceRefresh back = await(sources.refresh("acme"));
    assertThat(back.diff().updated())
        .containsExactly(new SourceDiff.Updated("c", List.of("status")));
    assertThat(there("c").status()).isEqualTo(once);
    now = NOW.plus(Duration.ofDays(9));
    await(sources.refresh("acme"));
    assertThat(there("c").status()).isEqualTo(once);
  }

  @Test
  void sourceThatIsDown_removesNothing() throws Exception {
    startWith("a", "b", "c");
    remote.has(catalog("acme", "a", "b"));
    await(sources.refresh("acme"));
    now = NOW.plus(Duration.ofDays(9));
    remote.answersStatus(404);
    assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(there("c").status()).isEqualTo(ModelStatus.DEPRECATED);
  }

  @Test
  void startWhileTheSourceIsDown_usesTheLastGoodCopy() throws Exception {
    store = "embedded";
    startWith("a", "b", "c");
    remote.has(catalog("acme", "a", "b=New"), "\"2\"");
    await(sources.refresh("acme"));
    stop();
    String url = remote.url();
    remote.close();
    start(SourceSpec.of("acme", url).withGraceDays(3));
    assertThat(name("b")).isEqualTo("New");
    assertThat(there("c").status()).isEqualTo(ModelStatus.DEPRECATED);
    assertThat(code(sources.refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    SourceStatus down = await(sources.get("acme"));
    assertThat(down.state()).isEqualTo(SourceStatus.State.FAILING);
    assertThat(down.models()).isEqualTo(2);
    assertThat(down.missing()).isEqualTo(1);
    assertThat(down.lastSuccess()).isEqualTo(NOW);
    assertThat(down.etag()).isEqualTo("\"2\"");
    assertThat(down.lastError()).contains("cannot be fetched");
    assertThat(name("b")).isEqualTo("New");
  }

  @Test
  void restartThatFindsTheSame_isNoRevision() throws Exception {
    store = "embedded";
    startWith("a", "b");
    long before = revision();
    stop();
    start(acme());
    assertThat(await(sources.refresh("acme")).changed()).isFalse();
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void copyThatIsLostOrSpoilt_isReadOffTheStore() throws Exception {
    store = "embedded";
    startWith("a", "b");
    stop();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data().resolve("understudy.db"));
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE sources SET models = '[{'")).isEqualTo(1);
    }
    remote.answersStatus(500);
    start(acme());
    assertThat(name("a")).isEqualTo("As it was");
    assertThat(await(sources.get("acme")).models()).isEqualTo(2);
  }

  @Test
  void editOfTheFiles_leavesWhatSourcesBrought() throws Exception {
    startWith("a", "filed=Of the source");
    assertThat(name("filed")).isEqualTo("Of the source");
    files("filed=Edited", "more");
    assertThat(await(server().reloadCatalog())).isTrue();
    assertThat(name("more")).isEqualTo("As it was");
    assertThat(name("a")).isEqualTo("As it was");
    assertThat(name("filed")).isEqualTo("Of the source");
    assertThat(there("filed").origin()).isEqualTo(Origin.source("acme"));
    remote.has(catalog("acme", "a", "b"));
    await(sources.refresh("acme")); // a model that is missing yields to the file's
    assertThat(name("filed")).isEqualTo("Edited");
    assertThat(there("filed").origin()).isEqualTo(Origin.catalog("house.json"));
    assertThat(there("filed").status()).isNotEqualTo(ModelStatus.DEPRECATED);
    assertThat(name("more")).isEqualTo("As it was");
  }

  @Test
  void laterSource_wins_andGoesWithItsModels() throws Exception {
    startWith("both=First", "first");
    remote.has(catalog("acme", "both=Second", "second"));
    await(sources.fromUrl("later", remote.url()));
    assertThat(name("both")).isEqualTo("Second");
    assertThat(await(sources.list()))
        .extracting(status -> status.source().name())
        .containsExactly("acme", "later");
    await(sources.remove("later"));
    assertThat(name("both")).isEqualTo("First");
    assertThat(isGone("second")).isTrue();
    assertThat(code(sources.get("later"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void whatWasWritten_staysOverASource() throws Exception {
    startWith("a");
    byte[] patch = "{\"tags\":[\"patched\"]}".getBytes(StandardCharsets.UTF_8);
    await(client.patch("a", new MergePatch(Json.parseObject(patch)), Precondition.none()));
    remote.has(catalog("acme", "a=Now so"));
    await(sources.refresh("acme"));
    assertThat(name("a")).isEqualTo("Now so");
    assertThat(there("a").tags()).containsExactly("patched");
  }

  @Test
  void addedSource_outlivesARestart() throws Exception {
    store = "embedded";
    start();
    remote.has(catalog("acme", "a"));
    await(sources.add(acme().withIntervalSeconds(60)));
    await(sources.refresh("acme"));
    stop();
    start();
    SourceStatus kept = await(sources.get("acme"));
    assertThat(kept.configured()).isFalse();
    assertThat(kept.source()).isEqualTo(acme().withIntervalSeconds(60));
    assertThat(name("a")).isEqualTo("As it was");
    await(sources.remove("acme"));
    stop();
    start();
    assertThat(await(sources.list())).isEmpty();
    assertThat(isGone("a")).isTrue();
  }

  @Test
  void listOfAnotherServer_isTakenAsItIs() throws Exception {
    start();
    List<ModelDefinition> theirs = new ArrayList<>();
    for (String id : List.of("a/one", "a/two")) {
      theirs.add(
          Derivation.derive(
              ModelDefinition.builder(id).ownedBy("a").contextWindow(8_000).build(),
              LocalDate.of(2026, 11, 23)));
    }
    remote.has(
        new String(Json.bytes(Map.of("object", "list", "data", theirs)), StandardCharsets.UTF_8));
    await(sources.fromUrl("peer", remote.url()));
    for (ModelDefinition model : theirs) {
      assertThat(there(model.id()).with(b -> b.origin(null))).isEqualTo(model);
    }
  }

  @Test
  void sourceThatCannotBe_isRefused() throws Exception {
    startWith("a");
    for (String url :
        List.of(
            "ftp://host/x",
            "file:///etc/hostname",
            "https://",
            "https://host:0/x",
            "https://host:65536/x",
            "http://u:p@host/x",
            "x y")) {
      assertThat(refused(sources.add(SourceSpec.of("bad", url))).param()).isEqualTo("url");
    }
    assertThat(refused(sources.add(SourceSpec.of("../up", remote.url()))).param())
        .isEqualTo("name");
    assertThat(refused(sources.add(acme().withGraceDays(-1))).param()).isEqualTo("grace_days");
    assertThat(code(sources.add(acme()))).isEqualTo(ErrorCode.SOURCE_EXISTS);
    assertThat(code(sources.remove("acme"))).isEqualTo(ErrorCode.SOURCE_EXISTS);
    assertThat(code(sources.refresh("none"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void configuration_tellsAllThatIsWrong() {
    ConfigLoader loader =
        new ConfigLoader()
            .set("sources_schemes", "https,ftp")
            .set(
                "sources",
                "[{name: a, url: 'http://host/x'}, {name: b, url: 'https://host/x', every: 1},"
                    + " {name: c, url: 'https://host/x'}, {name: c, url: 'https://host/x'}]");
    assertThatThrownBy(() -> loader.load(Path.of("").toAbsolutePath()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sources_schemes: ftp,https (expected: none, or some of https")
        .hasMessageContaining("sources[0].url: http://host/x (expected: a URL")
        .hasMessageContaining("sources[1].every: 1 (expected: no such field")
        .hasMessageContaining("sources[3].name: c (expected: a name of its own)");
  }

  @Test
  void file_isRead_whereItIsAllowed() throws Exception {
    Path file = Files.writeString(folder.resolve("models.json"), catalog("acme", "a"));
    CheckedHosts none =
        new CheckedHosts(
            host -> Future.failedFuture(host), new AddressRules("sources_allow", List.of()));
    SourceFetcher fetcher = new SourceFetcher(vertx, timers, Set.of("file"), none);
    Fetched got =
        await(
            fetcher.fetch(
                SourceSpec.of("acme", file.toUri().toString()), Fetched.Validators.NONE, 0));
    assertThat(got).isInstanceOf(Fetched.Body.class);
    assertThat(
            refused(
                    fetcher.fetch(
                        SourceSpec.of("acme", folder.resolve("none").toUri().toString()),
                        Fetched.Validators.NONE,
                        0))
                .message())
        .contains("cannot be read");
    await(fetcher.close());
  }
}
