package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.TestServer;
import dev.understudy.bus.RegistryClient;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.discovery.Discovery;
import dev.understudy.discovery.Inference;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.ModelSearch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.Resolver;
import dev.understudy.discovery.SearchHit;
import dev.understudy.json.Json;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.MoEArchitecture;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Preset;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.ModelRegistryAdapter;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistrySnapshot;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java of src/docs/migration.md. */
class MigrationExamplesTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static ModelRegistry registry() {
    ModelRegistry registry =
        new ModelRegistry(Clock.systemUTC(), "main", Inference.standard()::definitionFor);
    registry.replaceCatalog(new CatalogLoader(Path.of("catalog")).load().models());
    return registry;
  }

  @Test
  void registryWithoutServer() {
    ModelRegistry registry = registry();

    RegistrySnapshot models = registry.snapshot();
    ModelEntry entry = models.find("gpt-4o-mini-2024-07-18"); // id or alias, else null
    List<String> reasoning =
        models.ids(
            ModelQuery.builder()
                .can(Capability.REASONING)
                .ownedBy("openai")
                .tag("flagship")
                .build());

    assertThat(entry).extracting(ModelEntry::id).isEqualTo("gpt-4o-mini");
    assertThat(reasoning).isNotEmpty().doesNotContain("gpt-4o");
    assertThat(models.count()).isGreaterThan(350);
    assertThat(models.stats().total()).isEqualTo(models.count());
  }

  @Test
  void catalogWithoutRegistry() {
    CatalogLoader loader = new CatalogLoader(Path.of("catalog"));
    List<ModelDefinition> openai = loader.models("openai");
    List<ModelDefinition> some = loader.load(Set.of("openai", "meta")).models();
    List<ModelDefinition> all = loader.load().models();

    assertThat(openai.size()).isLessThan(some.size());
    assertThat(some.size()).isLessThan(all.size());
  }

  @Test
  void resolvingAndSearchWithoutServer() {
    List<ModelDefinition> all = new CatalogLoader(Path.of("catalog")).load().models();
    Resolution meant = Resolver.of(all).resolve("llama 8b", ResolveMode.FUZZY);
    List<SearchHit> hits = ModelSearch.of(all).search("mixtral moe", 5);

    assertThat(meant.alternatives()).isNotNull();
    assertThat(hits).isNotEmpty();
  }

  @Test
  void definitions() {
    ModelDefinition model =
        ModelDefinition.of(
            "myorg/custom-model",
            Preset.CHAT,
            LatencyPreset.MEDIUM,
            ModelPricing.of(new BigDecimal("1.0"), new BigDecimal("2.0")));
    ModelDefinition larger = model.with(b -> b.contextWindow(200_000).tags(List.of("long")));
    MoEConfig experts =
        new MoEConfig(671_000_000_000L, 37_000_000_000L, 256, 8, MoEArchitecture.SPARSE);
    ModelDefinition mixture =
        model.with(
            b ->
                b.capabilities(b.capabilities().with(Capability.MOE, true).withMoeConfig(experts)));

    assertThat(model.capabilities().can(Capability.CHAT)).isTrue();
    assertThat(model.capabilities().isUnknown(Capability.VISION)).isTrue();
    assertThat(larger.matches("custom long")).isTrue();
    assertThat(larger.isFineTuned()).isFalse();
    assertThat(model.supportsEndpoint(Endpoint.CHAT)).isTrue();
    assertThat(model.supportsEndpoint("/v1/embeddings")).isFalse();
    assertThat(model.toOpenAiModel()).containsEntry("owned_by", "unknown");
    assertThat(Json.tree(model).get("context_window").isNull()).isTrue();
    assertThat(experts.activationRatio()).isBetween(0.05, 0.06);
    assertThat(experts.expertSizeParams()).isPositive();
    assertThat(mixture.capabilities().moeConfig()).isEqualTo(experts);
  }

  @Test
  void latency() {
    LatencyProfile profile = LatencyProfile.of(0.3, 0.1, 0.05, 0.02);
    double withImage =
        profile.ttftMean() * profile.ttftFactor(Set.of(LatencyProfile.RequestFeature.IMAGE));

    assertThat(withImage).isBetween(0.449, 0.451);
  }

  @Test
  void writesWithoutServer() {
    ModelRegistry registry = registry();
    ModelDefinition model = ModelDefinition.builder("myorg/custom-model").build();
    ModelDefinition other = ModelDefinition.builder("myorg/other").build();

    registry.register(model);
    registry.registerAll(List.of(other), OnConflict.FAIL); // all or none
    registry.remove("myorg/other", Precondition.none());
    registry.setAutoCreateHandler(id -> ModelDefinition.builder(id).ownedBy("me").build());
    ModelDefinition made = registry.createAuto("acme/new-7b");

    assertThat(made.ownedBy()).isEqualTo("me");
    assertThat(registry.snapshot().get("myorg/custom-model")).isNotNull();
    assertThat(registry.snapshot().get("myorg/other")).isNull();
    assertThat(registry.clear().changes()).isNotEmpty();
    assertThat(registry.snapshot().count()).isZero();
  }

  @Test
  void discovery() {
    List<String> ids = List.of("openai/gpt-oss-120b", "openai/gpt-oss-20b", "gpt-4o");
    var matches = Discovery.fuzzyMatch("gpt-oss-120b", ids, 0.6, 5);
    String plain = Discovery.normalizeModelId("OpenAI/GPT-4_turbo");
    String base = Discovery.extractBaseModelFromFineTune("ft:gpt-4o:acme::job1");
    var lora = Discovery.parseLora("acme/llama-lora-support");
    Map<String, Boolean> said = Discovery.inferCharacteristics("acme/mix-8x7b-vision");
    List<String> similar = Discovery.suggestSimilar("gpt-4oo", ids);
    String category = Discovery.categorize("text-embedding-3-small");

    assertThat(matches.get(0).id()).isEqualTo("openai/gpt-oss-120b");
    assertThat(plain).isEqualTo("gpt-4-turbo");
    assertThat(base).isEqualTo("gpt-4o");
    assertThat(lora).isNotNull();
    assertThat(said).containsEntry("vision", true);
    assertThat(similar).startsWith("gpt-4o");
    assertThat(category).isEqualTo("embedding");
  }

  @Test
  void matcher() {
    List<String> ids = List.of("openai/gpt-oss-120b", "openai/gpt-oss-20b");
    ModelMatcher matcher = new ModelMatcher(1_000);
    long now = System.currentTimeMillis();
    matcher.recordSuccess("gpt-oss", "openai/gpt-oss-20b", now);
    String meant = matcher.match("gpt-oss", ids, now); // two are equal: the one that was right
    var popular = matcher.popularMatches(10);

    assertThat(meant).isEqualTo("openai/gpt-oss-20b");
    assertThat(popular).hasSize(1);
  }

  @Test
  void clientOverTheBus() throws Exception {
    RegistryClient registry = new RegistryClient(SERVER.vertx());
    CompletableFuture<ModelDefinition> added = new CompletableFuture<>();
    CompletableFuture<String> removed = new CompletableFuture<>();
    var adding = registry.onModelAdded(added::complete);
    var removing = registry.onModelRemoved(removed::complete);
    registry
        .register(ModelDefinition.builder("myorg/announced").build())
        .await(9, TimeUnit.SECONDS);

    assertThat(added.get(9, TimeUnit.SECONDS).id()).isEqualTo("myorg/announced");
    registry.remove("myorg/announced", Precondition.none()).await(9, TimeUnit.SECONDS);
    assertThat(removed.get(9, TimeUnit.SECONDS)).isEqualTo("myorg/announced");
    adding.unregister();
    removing.unregister();
    assertThat(registry.exists("gpt-4o").await(9, TimeUnit.SECONDS)).isTrue();
    assertThat(registry.getOrCreate("acme/new-7b").await(9, TimeUnit.SECONDS).origin()).isNotNull();
    assertThatThrownBy(() -> registry.get("gpt-77").await(9, TimeUnit.SECONDS))
        .isInstanceOf(UnderstudyException.class);
  }

  @Test
  void adapter() {
    Map<String, ModelDefinition> models = SERVER.server().asMap();
    ModelDefinition known = models.get("gpt-4o"); // id or alias; null when unknown
    models.put("myorg/mapped", ModelDefinition.builder("myorg/mapped").build());
    boolean there = models.containsKey("myorg/mapped");
    models.remove("myorg/mapped");

    assertThat(models).isInstanceOf(ModelRegistryAdapter.class);
    assertThat(known).isNotNull();
    assertThat(there).isTrue();
    assertThat(models.get("myorg/mapped")).isNull();
  }
}
