package dev.understudy.bench;

import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.Resolver;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.worker.Discoverer;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints, for {@link SyntheticNames}, what the index of names takes of the heap for each id after
 * collection, how long it takes to make, and how long a written model takes until it is resolved:
 * the write, the step of the index, and the resolution. Takes the number of ids.
 */
public final class DiscoveryIndex {

  private static final int WRITES = 2_000;
  private static final Target BYTES = Target.atMost(300, " bytes");
  private static final Target VISIBLE = Target.atMost(5, " ms");

  private final int ids;
  private final SyntheticNames names;

  private DiscoveryIndex(int ids) {
    this.ids = ids;
    this.names = new SyntheticNames(ids);
  }

  /** Takes the number of ids. */
  public static void main(String[] arguments) {
    DiscoveryIndex index = new DiscoveryIndex(Integer.parseInt(arguments[0]));
    index.measureHeap();
    index.measureWrites();
  }

  private void measureHeap() {
    List<ModelDefinition> models = names.models();
    // What is loaded once, such as rules, is no part of an index.
    Resolver.of(new SyntheticNames(10).models()).resolve("warm up", ResolveMode.FUZZY);
    long before = usedHeap();
    long start = System.nanoTime();
    Resolver resolver = Resolver.of(models);
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = (usedHeap() - before) / ids;
    System.out.printf(
        Locale.ROOT,
        "%,d ids: index of names %d bytes an id  %s; made in %.2f s, %d part%n",
        ids,
        bytes,
        BYTES.verdict((double) bytes),
        seconds,
        resolver.segments()); // still in use
  }

  private void measureWrites() {
    ModelRegistry registry =
        new ModelRegistry(Clock.systemUTC(), "bench", id -> ModelDefinition.builder(id).build());
    registry.replaceCatalog(names.models());
    // As in the server, an index of many parts is made anew beside the writes.
    Discoverer discoverer =
        new Discoverer(
            registry::snapshot, 100, DiscoveryIndex::start, new ModelMatcher(1), Clock.systemUTC());
    discoverer.resolve("warm up", ResolveMode.FUZZY);
    double[] millis = new double[WRITES];
    for (int i = 0; i < WRITES; i++) {
      String id = "newcomers/written-" + i + "-8b-instruct";
      long start = System.nanoTime();
      registry.register(ModelDefinition.builder(id).build());
      var resolution = discoverer.resolve("WRITTEN_" + i + "_8b", ResolveMode.FUZZY);
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (!id.equals(resolution.resolved())) {
        throw new IllegalStateException(resolution + " (expected: " + id + ")");
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%,d ids: a write is resolved after p50 %.3f, p99 %.3f, max %.3f ms  %s%n",
        ids,
        millis[WRITES / 2],
        millis[WRITES * 99 / 100],
        millis[WRITES - 1],
        VISIBLE.verdict(millis[WRITES * 99 / 100]));
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "rebuild");
    thread.setDaemon(true);
    thread.start();
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
