package dev.understudy.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Heap of an open stream of 50 tokens that has sent its first: what is alive after a full
 * collection with many of them open, less what was before, beside the bare server.
 */
final class HeapPerStream {

  private static final int STREAMS = 5_000;

  /** All have sent one token, none a second. */
  private static final StreamScenario OPEN =
      new StreamScenario("open", STREAMS, 200, 600_000, 50, 0, 2_000);

  private static final int OPENING_SECONDS = 30;
  private static final int FIRST_TOKEN_SECONDS = 2;
  private static final double TARGET_BYTES = 9_000;

  private HeapPerStream() {}

  /** Runs and prints a line a side. */
  static void run() throws IOException, InterruptedException {
    System.out.printf("%nheap per open stream, of %,d%n", STREAMS);
    List<StreamScenario> scenarios = List.of(StreamScenario.usual(100), OPEN);
    try (StreamSide bare = StreamSide.bare();
        StreamSide ours = StreamSide.ours(scenarios)) {
      System.out.printf(Locale.ROOT, "bare %.0f bytes%n", bytesPerStream(bare));
      double bytes = bytesPerStream(ours);
      System.out.printf(
          Locale.ROOT,
          "ours %.0f bytes; %s%n",
          bytes,
          Target.atMost(TARGET_BYTES, " bytes").verdict(bytes));
    }
  }

  private static double bytesPerStream(StreamSide side) throws IOException, InterruptedException {
    // What is made once, is made before.
    StreamRun.of(side, StreamScenario.usual(100), 1);
    long before = side.server().liveHeapBytes();
    int filesBefore = side.server().openFiles();
    List<String> command = StreamRun.command(side, OPEN, OPENING_SECONDS);
    Process client =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      long startNanos = System.nanoTime();
      while (side.server().openFiles() < filesBefore + STREAMS) {
        waitFor(client, 1);
        if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(OPENING_SECONDS)) {
          throw new IllegalStateException("the streams are not open in time");
        }
      }
      waitFor(client, FIRST_TOKEN_SECONDS);
      return (double) (side.server().liveHeapBytes() - before) / STREAMS;
    } finally {
      client.destroyForcibly();
    }
  }

  private static void waitFor(Process client, int seconds) throws InterruptedException {
    if (client.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the client ended with " + client.exitValue());
    }
  }
}
