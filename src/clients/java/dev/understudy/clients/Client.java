package dev.understudy.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Installs what a page asks for and runs its blocks. */
final class Client {

  private static final int INSTALL_SECONDS = 900;
  private static final int RUN_SECONDS = 300;
  private static final int GATEWAY_SECONDS = 120;
  private static final String CLASS_PATH =
      "mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath"
          + " -DincludeScope=test -Dmdep.outputFile=";

  private static final Pattern RESULT = Pattern.compile("@@ (\\d\\d) (.*)");

  private final Page page;
  private final Path home;
  private final Path folder;
  private final Path log;

  Client(Page page, Path home, Path lab) {
    this.page = page;
    this.home = home;
    this.folder = lab.resolve(page.client());
    this.log = lab.resolve(page.client() + ".log");
  }

  /**
   * Installs it, once for each text of the page's install block.
   *
   * @return why it cannot be run here, or "" if it can
   */
  String install() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.deleteIfExists(log);
    String needed = installation();
    Path stamp = folder.resolve("installed");
    if (Files.exists(stamp) && Files.readString(stamp).equals(needed)) {
      return "";
    }
    Path where = page.language().equals("java") ? home : folder;
    Command command =
        command(where, Map.of("PIP_QUIET", "1"), "bash", "-euo", "pipefail", "-c", needed);
    int status = command.run(INSTALL_SECONDS);
    if (status == 0) {
      Files.writeString(stamp, needed);
      return "";
    }
    return status < 0 ? "no end of its installation" : command.reason();
  }

  private String installation() {
    String asked = page.code("install").orElse("");
    return switch (page.language()) {
      case "java" -> CLASS_PATH + folder.resolve("classpath");
      case "javascript" -> "npm init -y >/dev/null\n" + asked;
      case "python" -> venv() + asked;
      default -> asked.contains("pip ") ? venv() + asked : asked;
    };
  }

  private static String venv() {
    return "python3 -m venv venv\nPATH=$PWD/venv/bin:$PATH\n";
  }

  /**
   * Runs it against a server.
   *
   * @return how each feature ended: {@code ok} or {@code FAIL: why}
   */
  Map<String, String> run(String url) throws IOException, InterruptedException {
    for (Block file : page.files()) {
      Path path = folder.resolve(file.role().substring("file ".length()));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.code());
    }
    Path blocks = writeBlocks();
    int port = freePort();
    Map<String, String> environment = environment(url, port);
    Process gateway = page.code("serve").isPresent() ? serve(environment, port) : null;
    try {
      int status = command(folder, environment, harness(blocks)).run(RUN_SECONDS);
      return results(status);
    } finally {
      if (gateway != null) {
        Command.stop(gateway);
      }
    }
  }

  private Process serve(Map<String, String> environment, int port)
      throws IOException, InterruptedException {
    String code = page.code("serve").orElseThrow();
    Process gateway = command(folder, environment, "bash", "-euo", "pipefail", "-c", code).start();
    for (int tenths = 0; tenths < GATEWAY_SECONDS * 10 && gateway.isAlive(); tenths++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        break;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    if (!gateway.isAlive()) {
      throw new IOException("the gateway did not start, see " + log);
    }
    return gateway;
  }

  private Path writeBlocks() throws IOException {
    Path blocks = folder.resolve("blocks");
    if (Files.exists(blocks)) {
      try (Stream<Path> old = Files.list(blocks)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(blocks);
    String setup = page.code("setup").orElse("");
    List<Block> features = page.features();
    if (page.language().equals("java")) {
      Files.writeString(
          blocks.resolve("Blocks.java"),
          JavaBlocks.source(page.code("types").orElse(""), setup, features));
      return blocks;
    }
    String ending =
        Map.of("bash", ".sh", "python", ".py", "javascript", ".mjs").get(page.language());
    for (int i = 0; i < features.size(); i++) {
      String name = "%02d%s".formatted(i, ending);
      Files.writeString(blocks.resolve(name), setup + "\n" + features.get(i).code());
    }
    return blocks;
  }

  private String[] harness(Path blocks) throws IOException {
    Path runners = home.resolve("src/clients");
    return switch (page.language()) {
      case "java" -> {
        String classPath = Files.readString(folder.resolve("classpath"));
        yield words("java", "-ea", "-cp", classPath, blocks.resolve("Blocks.java"));
      }
      case "python" -> words("env", "python", runners.resolve("run.py"), blocks);
      case "javascript" -> words("node", runners.resolve("run.mjs"), blocks);
      default -> words("bash", runners.resolve("run.sh"), blocks);
    };
  }

  private static String[] words(Object... words) {
    return Stream.of(words).map(Object::toString).toArray(String[]::new);
  }

  private Map<String, String> results(int status) throws IOException {
    Map<String, String> said = new HashMap<>();
    Matcher line = RESULT.matcher(Files.readString(log));
    while (line.find()) {
      said.put(line.group(1), line.group(2));
    }
    String otherwise =
        "FAIL: " + (status < 0 ? "no end" : "exit status " + status + ", see " + log);
    Map<String, String> results = new LinkedHashMap<>();
    List<Block> features = page.features();
    for (int i = 0; i < features.size(); i++) {
      String result = said.getOrDefault("%02d".formatted(i), otherwise);
      if (result.equals("ok") && Features.showsLack(features.get(i))) {
        result = "no: the client does not, as its page shows";
      }
      results.merge(Features.of(features.get(i)), result, (a, b) -> a.equals("ok") ? b : a);
    }
    return results;
  }

  /** What the vendors' clients read of themselves; and no way out but to this machine. */
  private Map<String, String> environment(String url, int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("UNDERSTUDY_URL", url);
    environment.put("OPENAI_BASE_URL", url + "/v1");
    environment.put("ANTHROPIC_BASE_URL", url);
    environment.put("OPENAI_API_KEY", "sk-" + page.client());
    environment.put("ANTHROPIC_API_KEY", "sk-ant-" + page.client());
    environment.put("GATEWAY_PORT", Integer.toString(port));
    environment.put("PATH", folder.resolve("venv/bin") + ":" + System.getenv("PATH"));
    for (String proxy : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      environment.put(proxy, "http://127.0.0.1:9");
    }
    environment.put("no_proxy", "127.0.0.1,localhost");
    environment.put("NO_PROXY", "127.0.0.1,localhost");
    return environment;
  }

  private Command command(Path where, Map<String, String> environment, String... words) {
    return new Command(new ArrayList<>(List.of(words)), where, environment, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
