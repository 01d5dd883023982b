package dev.understudy.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code scripts/clients}. */
public final class Clients {

  private static final String USAGE =
      """
      usage: scripts/clients [--only NAME]...

      Runs the code of src/docs/clients against servers that it starts on free ports, and prints what
      works: ok, FAIL, no (the client does not, as its page shows), - (no such thing) or not run (it
      cannot be installed here).
      --only runs one page, by its name without .md; it may be given several times. Clients are
      installed in target/clients, which has their output too. Exit status 1 when a client failed.
      """;

  private Clients() {}

  /** Takes the project's folder, then the options. */
  public static void main(String[] args) throws InterruptedException {
    Path home = Path.of(args[0]);
    List<String> options = List.of(args).subList(1, args.length);
    if (options.contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    try {
      System.exit(run(home, pages(home.resolve("src/docs/clients"), options)) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println("scripts/clients: " + e.getMessage());
      System.exit(1);
    }
  }

  private static List<Path> pages(Path folder, List<String> options) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < options.size(); i += 2) {
      if (!options.get(i).equals("--only") || i + 1 == options.size()) {
        throw new IllegalArgumentException(USAGE);
      }
      names.add(options.get(i + 1));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.sorted().toList();
      for (String name : names) {
        if (!all.contains(folder.resolve(name + ".md"))) {
          throw new IllegalArgumentException(
              "--only "
                  + name
                  + " (expected: one of "
                  + all.stream().map(Clients::name).toList()
                  + ")");
        }
      }
      return all.stream().filter(f -> names.isEmpty() || names.contains(name(f))).toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".md", "");
  }

  private static boolean run(Path home, List<Path> pages) throws IOException, InterruptedException {
    Path lab = Files.createDirectories(home.resolve("target/clients"));
    Table table = new Table();
    try (Servers servers = new Servers(home, lab)) {
      for (Path file : pages) {
        Page page = Page.read(file);
        System.err.println("scripts/clients: " + page.client());
        table.add(page.client(), results(page, new Client(page, home, lab), servers));
      }
    }
    System.out.println(table);
    return !table.hasFailures();
  }

  private static Map<String, String> results(Page page, Client client, Servers servers)
      throws IOException, InterruptedException {
    String why = client.install();
    if (why.isEmpty()) {
      return client.run(servers.url(page.code("server").orElseThrow().strip()));
    }
    Map<String, String> notRun = new LinkedHashMap<>();
    page.features().forEach(block -> notRun.put(Features.of(block), "not run: " + why));
    return notRun;
  }
}
