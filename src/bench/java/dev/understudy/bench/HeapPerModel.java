package dev.understudy.bench;

import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.worker.Discoverer;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the heap that a registered {@link SyntheticModels} model takes after collection: in the
 * registry with its table, indexes and orders, then with the indexes of resolving and searching,
 * then with the body of {@code GET /v1/models/{id}} encoded and kept for every model, which a
 * server comes to only when each has been asked for. Small TLABs, as a whole one counts as used.
 *
 * <pre>{@code java -Xmx6g -XX:+UseParallelGC -XX:TLABSize=64k -XX:-ResizeTLAB \
 *     -cp target/bench/understudy-bench.jar dev.understudy.bench.HeapPerModel 100000}</pre>
 */
public final class HeapPerModel {

  private static final int BATCH = 10_000;
  private static final Target TARGET = Target.atMost(1_200, " bytes");

  private final int models;
  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "bench", id -> ModelDefinition.builder(id).build());
  private final Discoverer discoverer =
      new Discoverer(
          registry::snapshot, 100, Runnable::run, new ModelMatcher(100), Clock.systemUTC());
  private final long before = usedHeap();

  private HeapPerModel(int models) {
    this.models = models;
  }

  /** What the HTTP API keeps with an entry. */
  private record Body(Buffer body, String etag) {}

  /** Takes the number of models. */
  public static void main(String[] arguments) {
    int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    new HeapPerModel(models).run();
  }

  private void run() {
    System.out.printf(
        "heap a model, of %,d synthetic ones (as SyntheticModels says; one's full JSON has %,d"
            + " bytes)%n",
        models, Json.bytes(SyntheticModels.model(1)).length);
    registry.replaceCatalog(new ArrayList<>(SyntheticModels.models(models)));
    print("registry");
    discoverer.search(new SearchQuery("llama", 10));
    print("+ search index");
    discoverer.resolve("no such name", ResolveMode.FUZZY);
    print("+ name index");
    encodeAll();
    print("+ every body encoded");
    writeAll();
    print("all written over, once more read and searched");
    System.out.printf("models at the end: %,d%n", registry.snapshot().count()); // still in use
  }

  private void print(String what) {
    long bytes = (usedHeap() - before) / models;
    System.out.printf("%-46s %,6d bytes  %s%n", what, bytes, TARGET.verdict((double) bytes));
  }

  private void encodeAll() {
    RegistrySnapshot snapshot = registry.snapshot();
    for (ModelEntry entry : snapshot.entries()) {
      Buffer body = Buffer.buffer(Json.bytes(entry.model().toOpenAiModel()));
      entry.attach(new Body(body, "\"" + snapshot.epoch() + "-" + entry.revision() + "\""));
    }
  }

  /** Puts another definition over each model, so that both layers hold one. */
  private void writeAll() {
    for (int from = 0; from < models; from += BATCH) {
      List<ModelDefinition> batch = new ArrayList<>();
      for (int i = from; i < Math.min(models, from + BATCH); i++) {
        batch.add(SyntheticModels.model(i));
      }
      registry.registerAll(batch, OnConflict.REPLACE);
    }
    encodeAll();
    discoverer.search(new SearchQuery("llama", 10));
    discoverer.resolve("no such name", ResolveMode.FUZZY);
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
