package dev.understudy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server in its own JVM, started with the class path of this one and stopped with it, whose CPU
 * time is read from {@code /proc}. Both sides of a comparison run with the same flags: a heap of
 * fixed size whose pages are touched beforehand.
 */
final class ServerProcess implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC");
  private static final Path HOME =
      Path.of(System.getProperty("understudy.home", "")).toAbsolutePath();

  /** Where {@code scripts/bench} installs what the scripts need. */
  private static final Path NODE = HOME.resolve("target/bench/node");

  private static final Pattern READY =
      Pattern.compile("ready: (http://\\S+(?: http://\\S+)*)(?:.* startup_ms=(\\d+))?");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final int START_SECONDS = 90;

  /** Linux shows CPU times in hundredths of a second, whatever its own tick is. */
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final MatchResult ready;

  private ServerProcess(Process process, MatchResult ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * The stand-in itself, with the project's catalog and a store in memory, else as it is shipped.
   */
  static ServerProcess understudy(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--store", "memory"));
    arguments.addAll(List.of(more));
    return understudy(arguments);
  }

  /** The stand-in itself, with the store in that folder. */
  static ServerProcess understudyOn(Path data) {
    return understudy(List.of("--data", data.toString()));
  }

  private static ServerProcess understudy(List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(more);
    return start(List.of("-Dunderstudy.home=" + HOME), "dev.understudy.app.Main", arguments);
  }

  /** A bare server of this package. */
  static ServerProcess bare(Class<?> main, List<String> arguments) {
    return start(List.of(), main.getName(), arguments);
  }

  /** Whether {@link #node} can be used. */
  static boolean hasNode() {
    return Commands.exists("node") && Files.isDirectory(NODE.resolve("node_modules"));
  }

  /** A server of others: a script of {@code src/bench/node}. */
  static ServerProcess node(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("node", NODE.resolve(script).toString()));
    command.addAll(arguments);
    return start(command);
  }

  private static ServerProcess start(List<String> flags, String main, List<String> arguments) {
    List<String> command = java(FLAGS);
    command.addAll(flags);
    command.add(main);
    command.addAll(arguments);
    return start(command);
  }

  private static ServerProcess start(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(process, ready(process, command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of a command that runs a class of this class path. */
  static List<String> java(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  private static MatchResult ready(Process process, List<String> command) {
    CompletableFuture<MatchResult> urls = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, urls), "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    try {
      return urls.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("does not start: " + String.join(" ", command), e);
    }
  }

  private static void read(Process process, CompletableFuture<MatchResult> urls) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          urls.complete(ready.toMatchResult());
        }
      }
    } catch (IOException ended) {
      // Said below: a server that ends before it is ready has not started.
    }
    urls.completeExceptionally(new IllegalStateException("ended before it was ready"));
  }

  /** Where it listens. */
  String url() {
    return urls().get(0);
  }

  List<String> urls() {
    return List.of(ready.group(1).split(" ", -1));
  }

  /** How long it says that its start took. */
  long startupMillis() {
    return Long.parseLong(ready.group(2));
  }

  /**
   * Bytes of what is alive on its heap, after a full collection. Only of a JVM.
   *
   * @throws IllegalStateException when the JDK's jcmd does not say
   */
  long liveHeapBytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram =
        Commands.output(
            List.of(jcmd, Long.toString(process.pid()), "GC.class_histogram"), START_SECONDS);
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException("jcmd: no total in " + histogram);
    }
    return Long.parseLong(total.group(1));
  }

  /** How many files and connections it has open. */
  int openFiles() {
    Path files = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> open = Files.list(files)) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** User and system time of all its threads so far. */
  double cpuSeconds() {
    return cpuSeconds(Path.of("/proc", Long.toString(process.pid()), "stat"), "");
  }

  /** As {@link #cpuSeconds()}, of the threads whose names begin so. */
  double cpuSeconds(String threads) {
    double sum = 0;
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        sum += cpuSeconds(task.resolve("stat"), threads);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double cpuSeconds(Path stat, String name) {
    try {
      String text = Files.readString(stat);
      int nameEnd = text.lastIndexOf(')');
      if (!text.substring(text.indexOf('(') + 1, nameEnd).startsWith(name)) {
        return 0;
      }
      String[] fields = text.substring(nameEnd + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
