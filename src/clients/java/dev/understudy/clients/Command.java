package dev.understudy.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process with an end: what it writes goes to a file, and after its time it is stopped with all
 * that it started.
 *
 * @param words what to run
 * @param directory where
 * @param environment beside the one of this process
 * @param log file for its output
 */
record Command(List<String> words, Path directory, Map<String, String> environment, Path log) {

  private static final int MOST_CHARACTERS = 200;

  /** Runs it to its end; returns its exit status, or nothing but -1 after so many seconds. */
  int run(int seconds) throws IOException, InterruptedException {
    Process process = start();
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } finally {
      stop(process);
    }
  }

  /** Starts it; its output is appended to the file. */
  Process start() throws IOException {
    Files.createDirectories(directory);
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // Whoever ends this program ends what it has started.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
    return process;
  }

  /** Stops a process and what it started, at first kindly. */
  static void stop(Process process) {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    family.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  /** Why it failed, as far as the log says: its lines of errors, else the last one. */
  String reason() throws IOException {
    List<String> lines = Files.readString(log).strip().lines().toList();
    String errors =
        lines.stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
            .collect(Collectors.joining(" "));
    String reason = errors.isEmpty() ? lines.get(lines.size() - 1) : errors;
    return reason.substring(0, Math.min(MOST_CHARACTERS, reason.length()));
  }
}
