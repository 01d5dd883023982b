package dev.understudy.bench;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the heap that a registered {@link SyntheticModels} model takes, with all structures of the
 * registry, after collection. Small TLABs, as a whole one counts as used.
 *
 * <pre>{@code java -Xmx6g -XX:+UseParallelGC -XX:TLABSize=64k -XX:-ResizeTLAB \
 *     -cp target/bench/understudy-bench.jar dev.understudy.bench.HeapPerModel 100000}</pre>
 */
public final class HeapPerModel {

  private static final int BATCH = 10_000;

  private HeapPerModel() {}

  /** Takes the number of models. */
  public static void main(String[] arguments) {
    int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    ModelRegistry registry =
        new ModelRegistry(Clock.systemUTC(), "bench", id -> ModelDefinition.builder(id).build());
    long before = usedHeap();
    registry.replaceCatalog(new ArrayList<>(SyntheticModels.models(models)));
    long after = usedHeap();
    System.out.printf(
        "catalog of %,d models: %,d bytes a model%n", models, (after - before) / models);
    writeAll(registry, models);
    System.out.printf("all written over: %,d bytes a model%n", (usedHeap() - before) / models);
    System.out.printf("models at the end: %,d%n", registry.snapshot().count()); // still in use
  }

  /** Puts another definition over each model, so that both layers hold one. */
  private static void writeAll(ModelRegistry registry, int models) {
    for (int from = 0; from < models; from += BATCH) {
      List<ModelDefinition> batch = new ArrayList<>();
      for (int i = from; i < Math.min(models, from + BATCH); i++) {
        batch.add(SyntheticModels.model(i));
      }
      registry.registerAll(batch, OnConflict.REPLACE);
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
