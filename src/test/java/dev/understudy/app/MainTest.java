package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, as a process of its own. */
class MainTest {

  private static final Pattern READY =
      Pattern.compile(
          "understudy ready: http://127\\.0\\.0\\.1:(\\d+) models=(\\d+) startup_ms=(\\d+)");

  /** Not HTTP/2, whose GOAWAY makes this client give up its streams. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path work = Path.of("");

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    // A shell may have told its children to ignore SIGINT; a terminal does not.
    if (Files.isExecutable(Path.of("/usr/bin/env")) && isGnuEnv()) {
      command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add("-Dunderstudy.home=" + Path.of("").toAbsolutePath());
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(work.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    builder.environment().put("UNDERSTUDY_STORE_URL", "memory");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static boolean isGnuEnv() throws Exception {
    return new ProcessBuilder("/usr/bin/env", "--default-signal=INT", "true")
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  private static BufferedReader stdout(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Matcher ready(BufferedReader stdout) throws Exception {
    Matcher line = READY.matcher(String.valueOf(stdout.readLine()));
    assertThat(line.matches()).as(line.toString()).isTrue();
    return line;
  }

  private String stderr() throws Exception {
    return Files.readString(work.resolve("stderr"));
  }

  private int exit(Process process) throws Exception {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void signalDuringAStream_drainsIt_andExitsWith0(String signal) throws Exception {
    Process process = start("--port", "0", "--set", "catalog.providers=openai, meta");
    try (BufferedReader stdout = stdout(process)) {
      Matcher line = ready(stdout);
      assertThat(Integer.parseInt(line.group(2))).isBetween(20, 200);
      assertThat(Integer.parseInt(line.group(3))).isPositive();
      URI stream =
          URI.create(
              "http://127.0.0.1:" + line.group(1) + "/v1/models/gpt-4o/stream?tokens=60&seed=1");
      HttpResponse<InputStream> response =
          HTTP.send(
              HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader body =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(body.readLine()).startsWith("data: {\"index\":0,");
        signal(process, signal);
        List<String> rest = body.lines().filter(text -> !text.isEmpty()).toList();
        assertThat(rest).hasSize(60).last().isEqualTo("data: [DONE]");
      }
      assertThat(stdout.readLine()).as("nothing but the ready line").isNull();
    }
    assertThat(exit(process)).isZero();
  }

  /** Each in the shape that its vendor's clients look for. */
  @Test
  void signal_cutsTheEventsOfAResponse_withEventsOfTheirOwn() throws Exception {
    Process process = start("--port", "0", "--set", "http.drain_seconds=0");
    try (BufferedReader stdout = stdout(process)) {
      URI responses = URI.create("http://127.0.0.1:" + ready(stdout).group(1) + "/v1/responses");
      HttpRequest request =
          HttpRequest.newBuilder(responses)
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\":\"gpt-4o\",\"input\":\"Hi\",\"stream\":true,\"simulation\":{\"ttft\":0.01,\"itl\":60}}"))
              .build();
      HttpResponse<InputStream> response =
          HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader body =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(body.readLine()).isEqualTo("event: response.created");
        signal(process, "TERM");
        assertThat(String.join("\n", body.lines().toList()))
            .containsPattern(
                "event: error\ndata: \\{\"type\":\"error\",\"sequence_number\":5,\"code\":\"server_error\",\"message\":\"the server is stopping; the answer ends after 1 tokens\",\"param\":null}\n\nevent: response\\.failed\ndata: [^\n]*\n$");
        assertThat(exit(process)).isZero();
      }
    }
  }

  @Test
  void signal_cutsWhatOutlastsTheBound_withAnErrorFrame() throws Exception {
    Process process = start("--port", "0", "--set", "http.drain_seconds=1");
    try (BufferedReader stdout = stdout(process)) {
      URI stream =
          URI.create(
              "http://127.0.0.1:"
                  + ready(stdout).group(1)
                  + "/v1/models/gpt-4o/stream?tokens=9000");
      HttpResponse<InputStream> response =
          HTTP.send(
              HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader body =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(body.readLine()).startsWith("data: {\"index\":0,");
        long from = System.nanoTime();
        signal(process, "TERM");
        assertThat(body.lines().filter(text -> !text.isEmpty()).toList())
            .hasSizeBetween(2, 8000)
            .last(InstanceOfAssertFactories.STRING)
            .startsWith("data: {\"error\":{\"message\":\"the server is stopping; ")
            .contains("\"type\":\"server_error\"");
        assertThat(exit(process)).isZero();
        assertThat(System.nanoTime() - from)
            .isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(7));
      }
    }
  }

  @Test
  void metrics_showTheJvmAndThePoolsToo() throws Exception {
    Process process = start("--port", "0", "--set", "catalog.providers=openai");
    try (BufferedReader stdout = stdout(process)) {
      URI metrics = URI.create("http://127.0.0.1:" + ready(stdout).group(1) + "/metrics");
      String text =
          HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(text)
          .contains("\njvm_memory_used_bytes{", "vertx_pool_", "understudy_streams_active{")
          .doesNotContain("vertx_http_server", "vertx_eventbus");
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "http.port=70000, http.port: 70000 (expected: a whole number from 0 to 65535)",
    "http.prot=1, 'http.prot: 1 (expected: a known key; there are host, port,'",
    "nonsense, '--set: nonsense (expected: key=value, such as http.port=9000)'"
  })
  void wrongSetting_isNamed_andStopsTheStart(String setting, String named) throws Exception {
    Process process = start("--set", setting);
    assertThat(exit(process)).isEqualTo(1);
    assertThat(stderr())
        .startsWith("understudy cannot start: configuration:")
        .contains(named)
        .doesNotContain("\tat ", "Exception");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
  }

  @Test
  void badCatalog_stopsTheStart_namingFileModelAndField() throws Exception {
    Path catalog = Files.createDirectory(work.resolve("catalog"));
    Files.writeString(
        catalog.resolve("acme.json"),
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"road-1\",\"created\":-1}]}");
    Process process = start("--port", "0", "--catalog", catalog.toString());
    assertThat(exit(process)).isEqualTo(1);
    assertThat(stderr())
        .contains("understudy cannot start: ", "acme.json", "road-1", "created: -1")
        .doesNotContain("\tat ", "Exception");
  }

  @Test
  void portTaken_saysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Process process = start("--port", port, "--set", "catalog.providers=meta");
      assertThat(exit(process)).isEqualTo(1);
      assertThat(stderr())
          .contains("understudy cannot start: cannot listen on 127.0.0.1:" + port)
          .doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void help_namesEveryFlag() throws Exception {
    Process process = start("--help");
    String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exit(process)).isZero();
    assertThat(help)
        .contains("--port", "--host", "--config", "--catalog", "--data", "--set", "--help");
  }

  @Test
  void unknownFlag_isNamed() throws Exception {
    Process process = start("--prot", "1");
    assertThat(exit(process)).isNotZero();
    assertThat(stderr()).contains("--prot").doesNotContain("\tat ");
  }
}
