package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ResolveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  private static final Path HOME = Path.of("/home/understudy");

  @TempDir Path folder;

  @Test
  void load_nothingSet_givesTheShippedDefaults() {
    ServerConfig config = new ConfigLoader().load(HOME);
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8000);
    assertThat(config.http().eventLoops()).isBetween(1, 4);
    assertThat(config.catalog().dir()).isEqualTo(HOME.resolve("catalog"));
    assertThat(config.catalog().providers()).isEmpty();
    assertThat(config.registry().autoCreate()).isFalse();
    assertThat(config.simulation().resolve()).isEqualTo(ResolveMode.ALIAS);
    assertThat(config.simulation().timeScale()).isEqualTo(1.0);
    assertThat(config.worker().instances()).isPositive();
    assertThat(config.usage()).isEqualTo(new ServerConfig.Usage(90, 2));
  }

  @Test
  void load_laterSources_standAboveEarlierOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "http: {port: 1, host: '::1'}\n");
    ServerConfig config =
        new ConfigLoader()
            .file(file)
            .environment(Map.of("UNDERSTUDY_HTTP_PORT", "2", "PATH", "/bin"))
            .set("http.port=3")
            .set("catalog.providers=openai, meta")
            .set("simulation.time_scale", "0.5")
            .load(HOME);
    assertThat(config.http().port()).isEqualTo(3);
    assertThat(config.http().host()).isEqualTo("::1");
    assertThat(config.catalog().providers()).containsExactly("meta", "openai");
    assertThat(config.simulation().timeScale()).isEqualTo(0.5);
  }

  @Test
  void load_wrongKeysAndValues_areAllToldWithPathAndExpectation() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "http: {prt: 1}\nworker: 5\n");
    ConfigLoader loader =
        new ConfigLoader()
            .file(file)
            .environment(Map.of("UNDERSTUDY_HTTP_PROT", "2"))
            .set("simulation.pace=3")
            .set("nonsense");
    assertThatThrownBy(() -> loader.load(HOME))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.prt: 1 (expected: no such key; there are host, port")
        .hasMessageContaining("worker: 5 (expected: a section with instances")
        .hasMessageContaining("UNDERSTUDY_HTTP_PROT: 2")
        .hasMessageContaining("--set simulation.pace: 3 (expected: a known key; there are resolve")
        .hasMessageContaining("--set: nonsense (expected: key=value");
  }

  @Test
  void load_noProviderAtAll_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "catalog: {providers: []}\n");
    assertThatThrownBy(() -> new ConfigLoader().file(file).load(HOME))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("catalog.providers: [] (expected: all, or at least one)");
  }

  @Test
  void load_valuesOutOfRange_areAllTold() {
    ConfigLoader loader =
        new ConfigLoader()
            .set("http.port=70000")
            .set("http.host= ")
            .set("http.url=http://the leader")
            .set("registry.auto_create=maybe")
            .set("simulation.resolve=guess")
            .set("simulation.time_scale=-1")
            .set("simulation.max_tokens_per_second=2.5")
            .set("usage.retention_days=0")
            .set("usage.flush_seconds=61")
            .set("worker.instances=many");
    assertThatThrownBy(() -> loader.load(HOME))
        .hasMessageContaining("http.port: 70000 (expected: a whole number from 0 to 65535)")
        .hasMessageContaining("usage.retention_days: 0 (expected: a whole number from 1 to 3650)")
        .hasMessageContaining("usage.flush_seconds: 61 (expected: a whole number from 1 to 60)")
        .hasMessageContaining("http.host")
        .hasMessageContaining("http.url: http://the leader (expected: auto, or http://")
        .hasMessageContaining("registry.auto_create: \"maybe\" (expected: true, false")
        .hasMessageContaining(
            "simulation.resolve: \"guess\" (expected: one of strict, alias, fuzzy)")
        .hasMessageContaining("simulation.time_scale: -1.0 (expected: a number from 0 to 1000)")
        .hasMessageContaining("simulation.max_tokens_per_second: 2.5 (expected: a whole number)")
        .hasMessageContaining("worker.instances: \"many\" (expected: a whole number)");
  }

  @Test
  void load_numbersThatAreNone_areTold() {
    ConfigLoader loader =
        new ConfigLoader().set("simulation.time_scale=1e99999999999").set("http.port=.nan");
    assertThatThrownBy(() -> loader.load(HOME))
        .hasMessageContaining("simulation.time_scale: \"Infinity\" (expected: a number)")
        .hasMessageContaining("http.port: \".nan\" (expected: a whole number)");
  }

  @Test
  void load_unreadableOrBrokenFile_isTold() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "http: [1, \n");
    assertThatThrownBy(() -> new ConfigLoader().file(broken).load(HOME))
        .hasMessageContaining("broken.yaml")
        .hasMessageContaining("expected: YAML");
    assertThatThrownBy(() -> new ConfigLoader().file(folder.resolve("none.yaml")).load(HOME))
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("expected: a file");
  }
}
