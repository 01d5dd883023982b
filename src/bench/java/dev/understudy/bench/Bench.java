package dev.understudy.bench;

import java.util.Arrays;

/**
 * What {@code scripts/bench} runs: {@code http}, {@code stream}, {@code chat}, {@code registry},
 * {@code store}, {@code feed}, {@code servers} or {@code resolution}.
 */
public final class Bench {

  private static final int USAGE = 2;

  private Bench() {}

  /** Takes the name of the benchmark and its options. */
  public static void main(String[] args) throws Exception {
    try {
      Arguments options = Arguments.parse(Arrays.copyOfRange(args, 1, args.length));
      switch (args[0]) {
        case "http" -> BenchHttp.run(options);
        case "stream" -> stream(options);
        case "chat" -> BenchChat.run(options);
        case "registry" -> BenchRegistry.run(options);
        case "store" -> BenchStore.run(options);
        case "feed" -> BenchFeed.run(options);
        case "servers" -> BenchServers.run(options);
        case "resolution" -> resolution(options);
        default ->
            throw new IllegalArgumentException(
                args[0]
                    + " (expected: http, stream, chat, registry, store, feed, servers or resolution)");
      }
    } catch (IllegalArgumentException e) {
      System.err.println("scripts/bench: " + e.getMessage());
      System.exit(USAGE);
    }
  }

  /** Beside other servers, or with busy workers beside idle ones. */
  private static void stream(Arguments options) throws Exception {
    if (options.flag("with-search")) {
      BenchStreamSearch.run(options);
    } else {
      BenchStream.run(options);
    }
  }

  /** With labelled names how right it is, without how fast. */
  private static void resolution(Arguments options) throws Exception {
    if (options.all("cases").isEmpty()) {
      BenchScale.run(options);
    } else {
      BenchResolution.run(options);
    }
  }
}
