package dev.understudy.bench;

import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.Resolver;
import dev.understudy.discovery.SearchHit;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.worker.Discoverer;
import java.time.Clock;
import java.util.List;
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
 * Resolving and searching among {@link SyntheticNames}, beside what most programs do: a scan that
 * compares every id (commons-text's Levenshtein distance with a threshold of 4) and Lucene's
 * FuzzyQuery (one edit, the first three letters fixed). Each call asks for another of {@value
 * SyntheticNames#ASKED} names, none of them cached but where the name says so.
 *
 * <pre>{@code
 * mvn -Pbench -DskipTests package
 * java -cp target/bench/understudy-bench.jar org.openjdk.jmh.Main ResolutionBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms6g", "-Xmx6g"})
public class ResolutionBenchmark {

  /** Ids in the registry. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int ids;

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "bench", id -> ModelDefinition.builder(id).build());
  private final Discoverer discoverer =
      new Discoverer(
          registry::snapshot,
          2 * SyntheticNames.ASKED,
          Runnable::run,
          new ModelMatcher(10_000),
          Clock.systemUTC());
  private SyntheticNames names = new SyntheticNames(1);
  private Resolver resolver = Resolver.of(List.of());
  private int next;

  /** Fills the registry and checks what the queries lead to. */
  @Setup
  public void fill() {
    names = new SyntheticNames(ids);
    registry.replaceCatalog(names.models());
    resolver = Resolver.of(names.models());
    for (int i = 0; i < SyntheticNames.ASKED; i++) {
      String id = names.asked(i);
      check(resolve(names.hit(i)), id);
      check(resolve(names.parts(i)), id);
      check(resolve(names.nearMiss(i)), id);
      check(resolve(names.refusal(i)), null);
    }
  }

  private static void check(Resolution resolution, @Nullable String expected) {
    if (expected == null ? resolution.isResolved() : !expected.equals(resolution.resolved())) {
      throw new IllegalStateException(resolution + " (expected: " + expected + ")");
    }
  }

  private int next() {
    return next++ & (SyntheticNames.ASKED - 1);
  }

  private Resolution resolve(String query) {
    return resolver.resolve(query, ResolveMode.FUZZY);
  }

  /** Other case and separators, without the owner. */
  @Benchmark
  public Resolution hit() {
    return resolve(names.hit(next()));
  }

  /** Some of the parts. */
  @Benchmark
  public Resolution parts() {
    return resolve(names.parts(next()));
  }

  /** One letter of the family doubled. */
  @Benchmark
  public Resolution nearMiss() {
    return resolve(names.nearMiss(next()));
  }

  /** Another version, refused with suggestions. */
  @Benchmark
  public Resolution refusal() {
    return resolve(names.refusal(next()));
  }

  /** As {@link #nearMiss}, by the cache. */
  @Benchmark
  public Resolution cachedNearMiss() {
    return discoverer.resolve(names.nearMiss(next()), ResolveMode.FUZZY);
  }

  /** Two words and the beginning of a third. */
  @Benchmark
  public List<SearchHit> search() {
    return discoverer.search(new SearchQuery(names.words(next()), 10)).hits();
  }
}
