package dev.understudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Lists, filters, orders and pages against a scan of every model. */
class FilterPropertyTest {

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());

  @Property(tries = 60)
  void list_anyQuery_asByScan(@ForAll long seed) {
    RandomModels random = new RandomModels(seed);
    fill(random, 1 + random.nextInt(1_500));
    List<ModelDefinition> models = models(registry.snapshot());
    for (int i = 0; i < 20; i++) {
      ModelQuery query = random.query();
      List<String> expected = NaiveList.ids(models, query);
      Page page = registry.snapshot().list(query);
      assertThat(ids(page)).as("%s", query).isEqualTo(expected);
      assertThat(page.total()).isEqualTo(expected.size());
      assertThat(paged(query, 1 + random.nextInt(300))).as("%s", query).isEqualTo(expected);
    }
  }

  @Property(tries = 20)
  void snapshot_laterWrites_neverChangeIt(@ForAll long seed) {
    RandomModels random = new RandomModels(seed);
    registry.clear();
    List<RegistrySnapshot> snapshots = new ArrayList<>();
    List<List<ModelDefinition>> contents = new ArrayList<>();
    Map<String, ModelDefinition> expected = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      write(random, expected);
      snapshots.add(registry.snapshot());
      contents.add(models(registry.snapshot()));
      assertThat(ids(registry.snapshot().list(ModelQuery.ALL)))
          .containsExactlyElementsOf(expected.keySet());
    }
    for (int i = 0; i < snapshots.size(); i++) {
      RegistrySnapshot snapshot = snapshots.get(i);
      assertThat(models(snapshot)).isEqualTo(contents.get(i));
      ModelQuery query = random.query();
      assertThat(ids(snapshot.list(query))).isEqualTo(NaiveList.ids(contents.get(i), query));
    }
  }

  /** Registers or removes some models at random. */
  private void write(RandomModels random, Map<String, ModelDefinition> expected) {
    if (random.nextInt(3) == 0 && !expected.isEmpty()) {
      String id = List.copyOf(expected.keySet()).get(random.nextInt(expected.size()));
      registry.remove(id, Precondition.none());
      expected.remove(id);
      return;
    }
    Map<String, ModelDefinition> batch = new TreeMap<>();
    for (int i = random.nextInt(100); i >= 0; i--) {
      String id = "m-" + random.nextInt(2_000);
      batch.put(id, random.model(id));
    }
    registry.registerAll(batch.values(), OnConflict.REPLACE);
    expected.putAll(batch);
  }

  private void fill(RandomModels random, int count) {
    registry.clear();
    List<ModelDefinition> models = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      models.add(random.model("m-" + i));
    }
    registry.registerAll(models, OnConflict.FAIL);
  }

  private List<String> paged(ModelQuery query, int limit) {
    List<String> ids = new ArrayList<>();
    @Nullable String after = null;
    Page page;
    do {
      page = registry.snapshot().list(query.toBuilder().limit(limit).after(after).build());
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.nextCursor() != null).isEqualTo(page.hasMore());
      ids.addAll(ids(page));
      after = page.nextCursor();
    } while (page.hasMore());
    return ids;
  }

  private static List<String> ids(Page page) {
    return page.entries().stream().map(ModelEntry::id).toList();
  }

  private static List<ModelDefinition> models(RegistrySnapshot snapshot) {
    List<ModelDefinition> models = new ArrayList<>();
    snapshot.entries().forEach(entry -> models.add(entry.model()));
    return models;
  }
}
