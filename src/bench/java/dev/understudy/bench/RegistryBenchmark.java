package dev.understudy.bench;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Page;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.registry.Sort;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The registry's reads and writes over {@link SyntheticModels}. Reads by id all hit: {@code Hot}
 * are drawn by Zipf's law (s = 1) from 1,000 ids spread over the registry, {@code Uniform} from
 * all. Ids have their hash codes worked out, as a key that is used twice has.
 *
 * <pre>{@code
 * mvn -Pbench -DskipTests package
 * java -cp target/bench/understudy-bench.jar org.openjdk.jmh.Main RegistryBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-Xms5g", "-Xmx5g", "-XX:+AlwaysPreTouch"})
public class RegistryBenchmark {

  private static final int DRAWN = 1 << 16;
  private static final int HOT = 1_000;

  /** Models in the registry. */
  @Param({"1000", "100000", "1000000"})
  public int models;

  private final String[] hot = new String[DRAWN];
  private final String[] uniform = new String[DRAWN];
  private final ModelQuery capability =
      ModelQuery.builder().can(Capability.REASONING).limit(100).build();
  private final ModelQuery intersection =
      ModelQuery.builder()
          .can(Capability.CHAT)
          .ownedBy("organisation-107")
          .tag("tag-7")
          .provider("provider-1")
          .provider("provider-2")
          .build();
  private final ModelQuery newest =
      ModelQuery.builder().sort(Sort.CREATED).descending(true).limit(100).build();

  private ModelRegistry registry = newRegistry();
  private RegistrySnapshot snapshot = registry.snapshot();
  private Map<String, ModelEntry> jdkMap = Map.of();
  private io.vavr.collection.HashMap<String, ModelEntry> vavrMap =
      io.vavr.collection.HashMap.empty();
  private int next;

  private static ModelRegistry newRegistry() {
    return new ModelRegistry(Clock.systemUTC(), "bench", id -> ModelDefinition.builder(id).build());
  }

  /** Fills the registry and draws the ids. */
  @Setup
  public void fill() {
    registry = newRegistry();
    registry.replaceCatalog(SyntheticModels.models(models));
    snapshot = registry.snapshot();
    List<ModelEntry> entries = new ArrayList<>(models);
    snapshot.entries().forEach(entries::add);
    jdkMap = new HashMap<>();
    for (ModelEntry entry : entries) {
      jdkMap.put(entry.id(), entry);
      vavrMap = vavrMap.put(entry.id(), entry);
    }
    draw(entries);
  }

  private void draw(List<ModelEntry> entries) {
    Random random = new Random(1);
    double[] cumulated = new double[HOT];
    double sum = 0;
    for (int rank = 0; rank < HOT; rank++) {
      sum += 1.0 / (rank + 1);
      cumulated[rank] = sum;
    }
    for (int i = 0; i < DRAWN; i++) {
      int found = java.util.Arrays.binarySearch(cumulated, random.nextDouble() * sum);
      int rank = found < 0 ? ~found : found;
      hot[i] = entries.get((int) ((long) rank * models / HOT)).id();
      uniform[i] = entries.get(random.nextInt(models)).id();
    }
  }

  private String next(String[] ids) {
    return ids[next++ & (DRAWN - 1)];
  }

  /** What {@code get} costs for the models that are asked for most. */
  @Benchmark
  public @Nullable ModelEntry getHot() {
    return snapshot.get(next(hot));
  }

  /** What {@code get} costs when caches help little. */
  @Benchmark
  public @Nullable ModelEntry getUniform() {
    return snapshot.get(next(uniform));
  }

  /** The persistent map of a library, which the registry's own table had to beat. */
  @Benchmark
  public @Nullable ModelEntry vavrGetHot() {
    return vavrMap.getOrElse(next(hot), null);
  }

  /** As {@link #vavrGetHot}, over all ids. */
  @Benchmark
  public @Nullable ModelEntry vavrGetUniform() {
    return vavrMap.getOrElse(next(uniform), null);
  }

  /** The JDK's map, which a write would have to copy whole. */
  @Benchmark
  public @Nullable ModelEntry jdkGetHot() {
    return jdkMap.get(next(hot));
  }

  /** As {@link #jdkGetHot}, over all ids. */
  @Benchmark
  public @Nullable ModelEntry jdkGetUniform() {
    return jdkMap.get(next(uniform));
  }

  /** The first 100 of about a fifth of all models, by id. */
  @Benchmark
  public Page filterCapabilityPage() {
    return snapshot.list(capability);
  }

  /** An owner, a tag, a capability and one of two providers: one model in some 50,000. */
  @Benchmark
  public Page filterIntersection() {
    return snapshot.list(intersection);
  }

  /** The first 100 of all models, by id. */
  @Benchmark
  public Page firstPage() {
    return snapshot.list(ModelQuery.ALL.toBuilder().limit(100).build());
  }

  /** The newest 100: an order that no index keeps, so every model is looked at. */
  @Benchmark
  public Page newestPage() {
    return snapshot.list(newest);
  }

  /** One model changed in two fields, from the call to the next snapshot. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  public RegistryWrite writeChange() {
    ModelDefinition model = SyntheticModels.model(next++ % models);
    int limit = next;
    return registry.register(
        model.with(b -> b.maxOutputTokens(null).maxInputTokens(limit % 4_000 + 1)));
  }

  /** One model added and removed again: two writes. */
  @Benchmark
  public RegistryWrite writeAddAndRemove() {
    String id = "added/model-" + next++;
    registry.register(ModelDefinition.builder(id).build());
    return registry.remove(id, Precondition.none());
  }
}
