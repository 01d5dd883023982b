package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistryWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programmatic loading, without a server. */
class ModelRegistriesTest {

  private static final Path CATALOG = Path.of("catalog");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void createDefault_hasEveryModel() {
    ModelRegistry registry = ModelRegistries.createDefault(CATALOG);
    assertThat(registry.snapshot().count()).isGreaterThanOrEqualTo(350);
    assertThat(registry.snapshot().get("gpt-4o")).isNotNull();
    assertThat(registry.createAuto("acme/unheard-of-7b").origin()).isEqualTo(Origin.AUTO);
  }

  @Test
  void createDefault_ofSomeProviders_hasTheirsOnly() {
    ModelRegistry registry =
        ModelRegistries.createDefault(CATALOG, List.of("openai", "meta"), CLOCK);
    assertThat(registry.snapshot().stats().providers().keySet()).containsExactly("meta", "openai");
    assertThat(registry.snapshot().revision().number()).isEqualTo(1);
  }

  @Test
  void load_addsProviders_andAllAddsTheRest() {
    ModelRegistry registry = ModelRegistries.empty(CLOCK);
    ModelRegistries.load(registry, CATALOG, List.of("openai"));
    int openai = registry.snapshot().count();
    RegistryWrite meta = ModelRegistries.load(registry, CATALOG, List.of("meta"));
    assertThat(registry.snapshot().count()).isEqualTo(openai + meta.changes().size());
    assertThat(ModelRegistries.load(registry, CATALOG, List.of("meta", "openai")).isNoOp())
        .isTrue();
    ModelRegistries.loadAll(registry, CATALOG);
    assertThat(registry.snapshot().count())
        .isEqualTo(ModelRegistries.createDefault(CATALOG).snapshot().count());
  }

  @Test
  void load_ofAnUnknownProvider_isRefused_andTheRegistryStays() {
    ModelRegistry registry = ModelRegistries.empty(CLOCK);
    assertThatThrownBy(() -> ModelRegistries.load(registry, CATALOG, List.of("acme")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("acme")
        .hasMessageContaining("openai");
    assertThat(registry.snapshot().revision().number()).isZero();
  }

  @Test
  void modelsOfAProvider_needNoRegistry() {
    List<ModelDefinition> models = new CatalogLoader(CATALOG).models("openai");
    assertThat(models).isNotEmpty().allMatch(model -> "openai".equals(model.provider()));
  }
}
