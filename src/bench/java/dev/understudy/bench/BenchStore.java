package dev.understudy.bench;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.understudy.model.ModelDefinition;
import dev.understudy.store.Store;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many writes a second are acknowledged, and how long each takes, by 1, 16 and 256 writers,
 * beside one that inserts bare rows into the same kind of file; and how long a server takes to
 * start behind how many revisions.
 */
final class BenchStore {

  private static final int MODELS = 1_000;
  private static final int MANY = 256;

  /** More than one round writes; files are deleted after each. */
  private static final int TOUCHED_MB = 4_096;

  private static final Target BY_BARE = Target.atLeast(10);

  private final int rounds;
  private final double seconds;
  private final List<Integer> writers;
  private final List<ModelDefinition> models = SyntheticModels.models(MODELS);
  private final List<Double> bare = new ArrayList<>();
  private final Map<Integer, List<StoreWriters.Figures>> figures = new TreeMap<>();

  private BenchStore(Arguments arguments) {
    rounds = arguments.count("rounds", 5);
    seconds = arguments.number("seconds", 8);
    writers = numbers(arguments.text("writers", "1,16,256"));
  }

  private static List<Integer> numbers(String text) {
    return Stream.of(text.split(",", -1))
        .filter(each -> !each.equals("none"))
        .map(Integer::valueOf)
        .toList();
  }

  /** Runs and prints tables. */
  static void run(Arguments arguments) throws Exception {
    arguments.only("rounds", "seconds", "writers", "start");
    System.out.println(Machine.description());
    List<Integer> revisions = numbers(arguments.text("start", "1,10000,1000000"));
    BenchStore bench = new BenchStore(arguments);
    Vertx vertx = Vertx.vertx();
    try {
      bench.compare(vertx);
      for (int count : revisions) {
        bench.start(vertx, count);
      }
    } finally {
      vertx.close().await(1, TimeUnit.MINUTES);
    }
  }

  private void compare(Vertx vertx) throws Exception {
    if (writers.isEmpty()) {
      return;
    }
    inFolder(BenchStore::touchMemory);
    round(vertx); // compiles, and does not count
    bare.clear();
    figures.clear();
    for (int round = 0; round < rounds; round++) {
      round(vertx);
    }
    System.out.printf("%nbare rows a second, one writer %,25.0f%n", Spread.median(bare));
    System.out.printf(
        "%n%7s %12s %10s %10s  by bare's%n", "writers", "writes/s", "p50 ms", "p99 ms");
    figures.forEach(this::print);
  }

  private void round(Vertx vertx) throws Exception {
    inFolder(folder -> bare.add(BareInserts.perSecond(folder.resolve("bare.db"), seconds)));
    for (int count : writers) {
      inFolder(
          folder ->
              figures
                  .computeIfAbsent(count, none -> new ArrayList<>())
                  .add(writers(vertx, folder).run(count, seconds)));
    }
  }

  private void print(int count, List<StoreWriters.Figures> all) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < all.size(); round++) {
      ratios.add(all.get(round).perSecond() / bare.get(round));
    }
    Spread ratio = Spread.of(ratios);
    System.out.printf(
        Locale.ROOT,
        "%7d %,12.0f %10.3f %10.3f  %s%s%n",
        count,
        Spread.median(all.stream().map(StoreWriters.Figures::perSecond).toList()),
        Spread.median(all.stream().map(StoreWriters.Figures::p50Millis).toList()),
        Spread.median(all.stream().map(StoreWriters.Figures::p99Millis).toList()),
        ratio,
        count == MANY ? "  " + BY_BARE.verdict(ratio.median()) : "");
  }

  /**
   * Lets the system take the memory that it will keep what is written in: a virtual machine may be
   * lent it only when it is first touched, which takes several times what writing a page does.
   */
  private static void touchMemory(Path folder) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    try (FileChannel file = FileChannel.open(folder.resolve("touched"), CREATE, WRITE)) {
      for (int i = 0; i < TOUCHED_MB; i++) {
        file.write(zeros.clear());
      }
    }
  }

  private StoreWriters writers(Vertx vertx, Path folder) {
    return new StoreWriters(vertx, Store.embedded(vertx, folder, 0, () -> "bench").log(), models);
  }

  /** A server on a store of that many revisions, in a JVM of its own. */
  private void start(Vertx vertx, int revisions) throws Exception {
    inFolder(
        folder -> {
          writers(vertx, folder).write(MANY, revisions);
          long bytes = Files.size(folder.resolve("understudy.db"));
          List<Double> millis = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            try (ServerProcess server = ServerProcess.understudyOn(folder)) {
              millis.add((double) server.startupMillis());
            }
          }
          System.out.printf(
              Locale.ROOT,
              "start behind %,9d revisions, %,7.1f MB: %,7.0f ms (median of three; each holds all hashes)%n",
              revisions,
              bytes / 1e6,
              Spread.median(millis));
        });
  }

  private interface Work {
    void in(Path folder) throws Exception;
  }

  private static void inFolder(Work work) throws Exception {
    Path folder = Files.createTempDirectory("understudy-bench-store");
    try {
      work.in(folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(BenchStore::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
