package dev.understudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotIndexTest {

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private final AtomicInteger builds = new AtomicInteger();

  @Test
  void current_isBuiltOnce_untilTheRevisionMoves() {
    SnapshotIndex<Integer> index = counting(() -> {});
    assertThat(index.current().index()).isZero();
    assertThat(index.current()).isSameAs(index.current());
    registry.register(ModelDefinition.builder("a").build());
    assertThat(index.current().index()).isEqualTo(1);
    assertThat(index.current().revision()).isEqualTo(1);
    assertThat(builds).hasValue(2);
  }

  @Test
  void current_askedByMany_isBuiltOnceForAll() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SnapshotIndex<Integer> index =
        counting(
            () -> {
              building.countDown();
              await(go);
            });
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<SnapshotIndex.Built<Integer>>> asked = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        asked.add(threads.submit(index::current));
      }
      await(building);
      go.countDown();
      for (Future<SnapshotIndex.Built<Integer>> answer : asked) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(index.current());
      }
      assertThat(builds).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private SnapshotIndex<Integer> counting(Runnable whileBuilding) {
    return new SnapshotIndex<>(
        registry::snapshot,
        snapshot -> snapshot.revision().number(),
        models -> {
          builds.incrementAndGet();
          whileBuilding.run();
          return models.size();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
