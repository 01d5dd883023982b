package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.registry.ModelQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Searches, filtered, in pages and after changes, against a look at every model. */
class ModelSearchPropertyTest {

  private static final List<String> WORDS =
      List.of(
          "llama",
          "lama",
          "claude",
          "cloud",
          "clouds",
          "mini",
          "mint",
          "pro",
          "8b",
          "70b",
          "3.5",
          "3-5",
          "v2",
          "plus",
          "o4",
          "2024-08-06");

  private static final List<String> MISSPELT =
      List.of("lllama", "clade", "mnii", "cluods", "cla", "m", "3", "20240806", "zzzz");

  @Property(tries = 15)
  void search_anyModels_isAsByScan(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, ModelDefinition> models = new TreeMap<>();
    ModelSearch search = ModelSearch.of(List.of());
    for (int i = 0; i < 6; i++) {
      search = changed(search, models, random);
      for (int j = 0; j < 5; j++) {
        assertAsByScan(search, models.values(), text(random), random);
      }
    }
    assertThat(search.segments()).isBetween(1, 6);
  }

  private static void assertAsByScan(
      ModelSearch search, Collection<ModelDefinition> models, String text, Random random) {
    ModelQuery filters = filters(random);
    List<ModelDefinition> found =
        new NaiveSearch(models)
            .models(text).stream().filter(model -> passes(model, filters)).toList();
    List<SearchHit> hits = new ArrayList<>();
    @Nullable String after = null;
    do {
      SearchPage page =
          search.search(new SearchQuery(text, filters, 1 + random.nextInt(100), after));
      assertThat(page.total()).as(text).isEqualTo(found.size());
      assertThat(page.facets().getOrDefault("owned_by", List.of()))
          .allSatisfy(
              owner ->
                  assertThat(found)
                      .filteredOn(model -> owner.value().equals(model.ownedBy()))
                      .hasSize(owner.count()));
      hits.addAll(page.hits());
      after = page.nextCursor();
    } while (after != null);
    assertThat(hits)
        .as("%s %s", text, filters)
        .extracting(SearchHit::id)
        .isEqualTo(found.stream().map(ModelDefinition::id).toList());
    assertThat(hits)
        .isSortedAccordingTo((one, other) -> Double.compare(other.score(), one.score()));
    assertThat(hits).allMatch(hit -> hit.score() > 0 && hit.score() <= 1);
  }

  /** Takes some away, changes some, adds some: at times more than one small segment holds. */
  private static ModelSearch changed(
      ModelSearch search, Map<String, ModelDefinition> models, Random random) {
    List<ModelDefinition> gone =
        models.values().stream().filter(model -> random.nextInt(10) == 0).toList();
    gone.forEach(model -> models.remove(model.id()));
    List<ModelDefinition> come = new ArrayList<>();
    for (int i = random.nextInt(random.nextBoolean() ? 300 : 10); i >= 0; i--) {
      ModelDefinition model = model(random);
      come.removeIf(other -> other.id().equals(model.id()));
      come.add(model);
      models.put(model.id(), model);
    }
    return search.updated(gone, come);
  }

  private static ModelDefinition model(Random random) {
    String id = pick(List.of("", "acme/", "Llama-Org/"), random) + words(random, "-");
    return ModelDefinition.builder(id)
        .description(random.nextBoolean() ? null : words(random, " "))
        .ownedBy(pick(List.of("acme", "globex", "cloud-9"), random))
        .status(pick(List.of(ModelStatus.values()), random))
        .releaseDate(random.nextBoolean() ? null : LocalDate.of(2024 + random.nextInt(2), 1, 1))
        .capabilities(
            SampleModels.model("x")
                .capabilities()
                .with(Capability.MOE, random.nextBoolean())
                .with(Capability.VISION, random.nextBoolean() ? null : random.nextBoolean()))
        .contextWindow(random.nextBoolean() ? null : 1_000 * (1 + random.nextInt(3)))
        .build();
  }

  private static String words(Random random, String separator) {
    List<String> words = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      words.add(pick(WORDS, random));
    }
    return String.join(separator, words);
  }

  private static String text(Random random) {
    return random.nextBoolean()
        ? words(random, " ")
        : words(random, " ") + " " + pick(MISSPELT, random);
  }

  private static ModelQuery filters(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> ModelQuery.builder().ownedBy("acme").ownedBy("globex").build();
      case 1 -> ModelQuery.builder().unknown(Capability.VISION).build();
      case 2 -> ModelQuery.builder().can(Capability.MOE).minContext(2_000).build();
      default -> ModelQuery.ALL;
    };
  }

  private static boolean passes(ModelDefinition model, ModelQuery filters) {
    Integer context = model.contextWindow();
    return (filters.ownedBy().isEmpty() || filters.ownedBy().contains(model.ownedBy()))
        && (filters.minContext() == null || (context != null && context >= filters.minContext()))
        && filters.capabilities().stream()
            .allMatch(c -> Objects.equals(model.capabilities().get(c.capability()), c.value()));
  }

  private static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
