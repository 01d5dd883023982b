package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command as a process of its own, with a small catalog, to be killed. */
final class ChildServer implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("understudy ready: (http://\\S+) .*");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final String url;

  private ChildServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param work for its catalog, and what it says
   */
  static ChildServer start(Path work, List<String> arguments)
      throws IOException, InterruptedException {
    Path catalog = Files.createDirectories(work.resolve("catalog"));
    Files.writeString(
        catalog.resolve("acme.json"),
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"road-1\",\"name\":\"Road\"},{\"id\":\"road-2\"}]}");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dunderstudy.home=" + Path.of("").toAbsolutePath());
    command.add("dev.understudy.app.Main");
    command.addAll(List.of("--port", "0", "--catalog", catalog.toString()));
    command.addAll(arguments);
    Path errors = work.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new ChildServer(process, ready.group(1));
      }
    }
    String end = process.waitFor(60, TimeUnit.SECONDS) ? "exit " + process.exitValue() : "runs on";
    throw new IllegalStateException(
        "it does not start (%s): %s".formatted(end, Files.readString(errors)));
  }

  /** Sends a request, with a body unless that is empty. */
  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("content-type", "application/json")
            .method(method, publisher)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return Json.parse(send("GET", path, "").body().getBytes(StandardCharsets.UTF_8));
  }

  /** Of all models that have one, by id. */
  Map<String, String> descriptions() throws IOException, InterruptedException {
    Map<String, String> descriptions = new HashMap<>();
    String after = "";
    while (true) {
      JsonNode page = get("/v1/models?view=full&limit=500" + after);
      for (JsonNode model : page.get("data")) {
        if (model.hasNonNull("description")) {
          descriptions.put(model.get("id").asText(), model.get("description").asText());
        }
      }
      if (!page.path("has_more").asBoolean()) {
        return descriptions;
      }
      after = "&after=" + page.get("last_id").asText();
    }
  }

  /** The last that shows. */
  long revision() {
    try {
      return get("/v1/stats").get("revision").asLong();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** With SIGKILL: nothing of it runs any more when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not die");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
