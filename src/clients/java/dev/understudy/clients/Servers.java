package dev.understudy.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The servers that the pages ask for, one for each way to start it, on free ports. */
final class Servers implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("understudy ready: (http\\S+)");
  private static final int START_SECONDS = 600; // a fresh clone is built first

  private final Path home;
  private final Path lab;
  private final Map<String, String> urls = new HashMap<>();
  private final List<Process> running = new ArrayList<>();

  Servers(Path home, Path lab) {
    this.home = home;
    this.lab = lab;
  }

  /** Where the server answers that this line starts; it is started once. */
  String url(String line) throws IOException, InterruptedException {
    String known = urls.get(line);
    if (known == null) {
      known = start(line, lab.resolve("server-" + urls.size() + ".log"));
      urls.put(line, known);
    }
    return known;
  }

  private String start(String line, Path log) throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    List<String> words = List.of("bash", "-c", "exec " + line + " --port 0 --store memory");
    Command command = new Command(words, home, Map.of(), log);
    Process process = command.start();
    running.add(process);
    for (int tenths = 0; tenths < START_SECONDS * 10 && process.isAlive(); tenths++) {
      Matcher ready = READY.matcher(Files.readString(log));
      if (ready.find()) {
        return ready.group(1);
      }
      Thread.sleep(100);
    }
    throw new IOException(line + " did not start, see " + log);
  }

  @Override
  public void close() {
    running.forEach(Command::stop);
  }
}
