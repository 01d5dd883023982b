package dev.understudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.Segmented;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotIndexTest {

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private final AtomicInteger builds = new AtomicInteger();
  private final Queue<Runnable> background = new ArrayDeque<>();

  /** Ids by part, as an index would have them. */
  private record Ids(List<Set<String>> parts) implements Segmented<Ids> {

    static Ids of(Collection<ModelDefinition> models) {
      return new Ids(List.of(ids(models)));
    }

    @Override
    public Ids updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
      List<Set<String>> updated = new ArrayList<>();
      for (Set<String> part : parts) {
        Set<String> left = new TreeSet<>(part);
        left.removeAll(ids(gone));
        updated.add(left);
      }
      updated.add(ids(come));
      return new Ids(updated);
    }

    private static Set<String> ids(Collection<ModelDefinition> models) {
      return models.stream().map(ModelDefinition::id).collect(Collectors.toSet());
    }

    @Override
    public int segments() {
      return parts.size();
    }

    Set<String> all() {
      Set<String> all = new TreeSet<>();
      parts.forEach(all::addAll);
      return all;
    }
  }

  private void register(int from, int to) {
    registry.registerAll(
        IntStream.range(from, to).mapToObj(i -> ModelDefinition.builder("m" + i).build()).toList(),
        OnConflict.REPLACE);
  }

  @Test
  void current_staysTheSame_untilTheRevisionMoves() {
    SnapshotIndex<Ids> index = counting(() -> {});
    register(0, 40);
    assertThat(index.current()).isSameAs(index.current());
    register(40, 41);
    registry.remove("m3", Precondition.none());
    assertThat(index.current().index().all()).contains("m40").doesNotContain("m3").hasSize(40);
    assertThat(index.current().revision()).isEqualTo(3);
    assertThat(index.current().index().segments()).isEqualTo(2);
    assertThat(builds).hasValue(1);
  }

  @Test
  void current_afterMuchWasWritten_isBuiltAnew() {
    SnapshotIndex<Ids> index = counting(() -> {});
    register(0, 40);
    index.current();
    register(40, 80);
    assertThat(index.current().index().segments()).isEqualTo(1);
    assertThat(builds).hasValue(2);
  }

  @Test
  void current_ofManyParts_isBuiltAnewInTheBackground_andHasWhatWasWrittenMeanwhile() {
    SnapshotIndex<Ids> index = counting(() -> {});
    register(0, 100);
    for (int i = 100; background.isEmpty(); i++) {
      register(i, i + 1);
      assertThat(index.current().index().all()).contains("m" + i);
      assertThat(i).isLessThan(200);
    }
    assertThat(builds).hasValue(1);
    Runnable rebuild = background.remove();
    register(1_000, 1_001); // written before, indexed by, the background
    rebuild.run();
    assertThat(builds).hasValue(2);
    register(2_000, 2_001);
    SnapshotIndex.Built<Ids> built = index.current();
    assertThat(built.index().all())
        .isEqualTo(new TreeSet<>(registry.snapshot().ids(ModelQuery.ALL)));
    assertThat(built.index().segments()).isEqualTo(2);
    assertThat(background).isEmpty();
  }

  @Test
  void current_askedByMany_isBuiltOnceForAll() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SnapshotIndex<Ids> index =
        counting(
            () -> {
              building.countDown();
              await(go);
            });
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<SnapshotIndex.Built<Ids>>> asked = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        asked.add(threads.submit(index::current));
      }
      await(building);
      go.countDown();
      for (Future<SnapshotIndex.Built<Ids>> answer : asked) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(index.current());
      }
      assertThat(builds).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private SnapshotIndex<Ids> counting(Runnable whileBuilding) {
    return new SnapshotIndex<>(
        registry::snapshot,
        snapshot -> snapshot.revision().number(),
        models -> {
          builds.incrementAndGet();
          whileBuilding.run();
          return Ids.of(models);
        },
        background::add);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
