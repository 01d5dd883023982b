package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRegistryAdapterTest {

  private final RegistryFixture fixture = new RegistryFixture();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private boolean onEventLoop;

  private final ModelRegistryAdapter.Writes writes =
      new ModelRegistryAdapter.Writes() {
        @Override
        public CompletionStage<?> put(ModelDefinition model) {
          return CompletableFuture.supplyAsync(() -> fixture.registry.register(model), loop);
        }

        @Override
        public CompletionStage<?> remove(String id) {
          return CompletableFuture.supplyAsync(() -> fixture.registry.remove(id, NONE), loop);
        }
      };

  private final Map<String, ModelDefinition> map = adapter(Duration.ofSeconds(10), writes);

  private ModelRegistryAdapter adapter(Duration timeout, ModelRegistryAdapter.Writes port) {
    return new ModelRegistryAdapter(fixture.registry::snapshot, port, () -> onEventLoop, timeout);
  }

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @Test
  void put_waitsUntilItIsThere() {
    assertThat(map.put("a", model("a", "x"))).isNull();
    ModelDefinition first = map.get("a");
    assertThat(first).isNotNull();
    assertThat(map.get("x")).isSameAs(first);
    assertThat(map.containsKey("x")).isTrue();
    assertThat(map.put("a", model("a"))).isSameAs(first);
    assertThat(map).hasSize(1).containsOnlyKeys("a").doesNotContainKey("x");
  }

  @Test
  void remove_goesByExactId() {
    map.put("a", model("a", "x"));
    assertThat(map.remove("x")).isNull();
    assertThat(map.remove("a")).isNotNull();
    assertThat(map.remove("a")).isNull();
    assertThat(map).isEmpty();
  }

  @Test
  void views_readAndRemove() {
    map.put("b", model("b"));
    map.put("a", model("a"));
    assertThat(map.keySet()).containsExactly("a", "b");
    map.keySet().removeIf(id -> id.equals("a"));
    assertThat(map.keySet()).containsExactly("b");
    map.clear();
    assertThat(fixture.ids()).isEmpty();
  }

  @Test
  void write_onAnEventLoop_throwsAndReadsDoNot() {
    onEventLoop = true;
    assertThatIllegalStateException()
        .isThrownBy(() -> map.put("a", model("a")))
        .withMessageContaining("event loop");
    assertThat(map.get("a")).isNull();
    onEventLoop = false;
    map.put("a", model("a"));
    onEventLoop = true;
    assertThatIllegalStateException().isThrownBy(() -> map.remove("a"));
    assertThat(map.get("a")).isNotNull();
  }

  @Test
  void put_keyIsNotTheId_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> map.put("x", model("a")))
        .withMessageContaining("x (expected: a");
  }

  @Test
  void put_refused_throwsWhatTheRegistryThrew() {
    map.put("a", model("a", "x"));
    assertThatThrownBy(() -> map.put("x", model("x")))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("\"a\"");
  }

  @Test
  void put_neverMade_timesOut() {
    Map<String, ModelDefinition> dead =
        adapter(
            Duration.ofMillis(1),
            new ModelRegistryAdapter.Writes() {
              @Override
              public CompletionStage<?> put(ModelDefinition model) {
                return new CompletableFuture<>();
              }

              @Override
              public CompletionStage<?> remove(String id) {
                return new CompletableFuture<>();
              }
            });
    assertThatIllegalStateException()
        .isThrownBy(() -> dead.put("a", model("a")))
        .withMessageContaining("within PT0.001S");
  }
}
