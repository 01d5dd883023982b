package dev.understudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Filters over numbers against a look at every model. */
class FilterIndexTest {

  @Property(tries = 40)
  void passing_anyQuery_isWhatAListHas(@ForAll long seed) {
    RandomModels random = new RandomModels(seed);
    List<ModelDefinition> models = models(random);
    FilterIndex index = FilterIndex.of(models);
    for (int i = 0; i < 20; i++) {
      ModelQuery query = random.query().toBuilder().sort(Sort.ID).descending(false).build();
      RoaringBitmap some = some(models, random);
      RoaringBitmap before = some.clone();
      List<String> passing = new ArrayList<>();
      index.passing(query, some).forEach((int number) -> passing.add(models.get(number).id()));
      assertThat(passing)
          .as("%s", query)
          .containsExactlyInAnyOrderElementsOf(NaiveList.ids(of(models, some), query));
      assertThat(some).isEqualTo(before);
    }
  }

  @Property(tries = 40)
  void count_anyNumbers_areThoseOfTheirModels(@ForAll long seed) {
    RandomModels random = new RandomModels(seed);
    List<ModelDefinition> models = models(random);
    RoaringBitmap some = some(models, random);
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    FilterIndex.of(models).count(some, counts);
    Map<String, Map<String, Integer>> expected = new TreeMap<>();
    counts.keySet().forEach(name -> expected.put(name, new TreeMap<>()));
    for (ModelDefinition model : of(models, some)) {
      add(expected, "owned_by", model.ownedBy());
      add(expected, "provider", model.provider());
      add(expected, "family", model.family());
      add(expected, "status", model.status() == null ? null : model.status().jsonName());
      for (Capability capability : model.capabilities().can()) {
        add(expected, "capability", capability.jsonName());
      }
    }
    assertThat(counts)
        .containsOnlyKeys("owned_by", "provider", "family", "status", "capability", "origin")
        .isEqualTo(expected);
  }

  /** Some sets of models are large, some so small that they are counted one by one. */
  private static RoaringBitmap some(List<ModelDefinition> models, RandomModels random) {
    RoaringBitmap some = new RoaringBitmap();
    int one = 1 + random.nextInt(50);
    for (int i = 0; i < models.size(); i++) {
      if (random.nextInt(one) == 0) {
        some.add(i);
      }
    }
    return some;
  }

  private static List<ModelDefinition> of(List<ModelDefinition> models, RoaringBitmap numbers) {
    List<ModelDefinition> of = new ArrayList<>();
    numbers.forEach((int number) -> of.add(models.get(number)));
    return of;
  }

  /** Every other model has a family of its own. */
  private static List<ModelDefinition> models(RandomModels random) {
    List<ModelDefinition> models = new ArrayList<>();
    for (int i = random.nextInt(300); i >= 0; i--) {
      String family = "family-" + i;
      ModelDefinition model = random.model("m-" + i);
      models.add(i % 2 == 0 ? model : model.with(b -> b.family(family)));
    }
    return models;
  }

  private static void add(
      Map<String, Map<String, Integer>> counts, String name, @Nullable String value) {
    if (value != null) {
      counts.getOrDefault(name, new TreeMap<>()).merge(value, 1, Integer::sum);
    }
  }
}
