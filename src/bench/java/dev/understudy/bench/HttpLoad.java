package dev.understudy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The external load generator: wrk, or {@link LoadClient} where there is none. 64 connections that
 * each ask again as soon as they have their answer, on one thread.
 */
final class HttpLoad {

  private static final int CONNECTIONS = 64;
  private static final int PATIENCE_SECONDS = 30;
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

  private final boolean wrk = Commands.exists("wrk");

  /** What makes the load. */
  String name() {
    return wrk
        ? "wrk -t1 -c64"
        : "no wrk on this machine (apt-get install wrk): own client, 64 connections";
  }

  /** Asks for so many whole seconds, and returns how many answers came. */
  long requests(String url, Map<String, String> headers, int seconds) {
    return requests(url, headers, null, seconds);
  }

  /** As the other; with a body, which is JSON, it posts. */
  long requests(String url, Map<String, String> headers, @Nullable String body, int seconds) {
    String output =
        Commands.output(command(url, headers, body, seconds), seconds + PATIENCE_SECONDS);
    Matcher requests = REQUESTS.matcher(output);
    if (!requests.find()
        || output.contains("Socket errors")
        || output.contains("Non-2xx or 3xx responses")) {
      throw new IllegalStateException(url + ": " + output);
    }
    return Long.parseLong(requests.group(1));
  }

  private List<String> command(
      String url, Map<String, String> headers, @Nullable String body, int seconds) {
    List<String> command;
    if (wrk) {
      command = new ArrayList<>(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s"));
      headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
      if (body != null) {
        command.addAll(List.of("-s", script(body)));
      }
      command.add(url);
    } else {
      command = ServerProcess.java(List.of("-Xmx128m"));
      command.add(LoadClient.class.getName());
      command.addAll(List.of("--url", url, "--seconds", Integer.toString(seconds)));
      command.addAll(List.of("--connections", Integer.toString(CONNECTIONS)));
      headers.forEach((name, value) -> command.addAll(List.of("--header", name + ": " + value)));
      if (body != null) {
        command.addAll(List.of("--body", body));
      }
    }
    return command;
  }

  /** What wrk needs to post. */
  private static String script(String body) {
    try {
      Path script = Files.createTempFile("understudy-bench", ".lua");
      script.toFile().deleteOnExit();
      Files.writeString(
          script,
          "wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\n"
              + "wrk.body = [==["
              + body
              + "]==]\n");
      return script.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
