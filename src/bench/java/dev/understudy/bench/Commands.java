package dev.understudy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, for a bounded time. */
final class Commands {

  private Commands() {}

  /** Whether such a program is there. */
  static boolean exists(String program) {
    try {
      new ProcessBuilder(program, "--version").redirectErrorStream(true).start().destroy();
      return true;
    } catch (IOException missing) {
      return false;
    }
  }

  /** What the command printed; it must end within the time. Its errors go to those of this one. */
  static String output(List<String> command, double seconds) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Thread end = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(end);
      process
          .onExit()
          .orTimeout(Math.round(seconds * 1000), TimeUnit.MILLISECONDS)
          .exceptionally(late -> process.destroyForcibly());
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      if (status != 0) {
        throw new IllegalStateException(
            "%s: ended with %d within %.0f s"
                .formatted(String.join(" ", command), status, seconds));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
