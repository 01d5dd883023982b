package dev.understudy.store;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A client that writes models of its own, one request after the other, and knows what it was told.
 * Between its runs only the store can tell how the last request ended.
 */
final class Writer {

  /** A model's description; none for a model that is gone. */
  private final Map<String, Optional<String>> acknowledged = new HashMap<>();

  private final String name;
  private final Random random;
  private final Tally told;
  private Map<String, Optional<String>> asked = Map.of();
  private volatile boolean isStopped;
  private int count;
  private int refused;

  /**
   * One of several.
   *
   * @param told counts what all of them were told
   */
  Writer(String name, long seed, Tally told) {
    this.name = name;
    this.random = new Random(seed);
    this.told = told;
  }

  /** Writes until the server is gone, or nobody can say how a write ended, or it is to stop. */
  void run(ChildServer server) {
    isStopped = false;
    try {
      while (!isStopped) {
        write(server);
      }
    } catch (IOException killed) {
      // What was asked last may be kept or not.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(ChildServer server) throws IOException, InterruptedException {
    count++;
    String id = name + "-" + random.nextInt(4);
    String text = name + " " + count;
    boolean isThere = acknowledged.getOrDefault(id, Optional.empty()).isPresent();
    switch (random.nextInt(4)) {
      case 0 -> bulk(server, text);
      case 1 -> {
        if (isThere) {
          asked = Map.of(id, Optional.empty());
          note(server.send("DELETE", "/v1/models/" + id, ""));
        }
      }
      case 2 -> {
        asked = Map.of(id, Optional.of(text));
        String method = isThere ? "PATCH" : "PUT";
        note(server.send(method, "/v1/models/" + id, "{\"description\":\"" + text + "\"}"));
      }
      default -> {
        asked = Map.of(id, Optional.of(text));
        note(
            server.send(
                "PUT",
                "/v1/models/" + id,
                "{\"id\":\"" + id + "\",\"description\":\"" + text + "\"}"));
      }
    }
  }

  private void bulk(ChildServer server, String text) throws IOException, InterruptedException {
    List<String> ids = Stream.of("a", "b", "c").map(part -> bulkId(count) + part).toList();
    Map<String, Optional<String>> all = new HashMap<>();
    ids.forEach(id -> all.put(id, Optional.of(text)));
    asked = all;
    List<String> bodies =
        ids.stream().map(id -> "{\"id\":\"" + id + "\",\"description\":\"" + text + "\"}").toList();
    note(server.send("POST", "/v1/models", "[" + String.join(",", bodies) + "]"));
  }

  private String bulkId(int number) {
    return name + "-bulk-" + number;
  }

  private void note(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 == 2) {
      acknowledged.putAll(asked);
      told.add();
    } else if (response.statusCode() == 503) {
      refused++;
      if (response.body().contains("not known yet")) {
        throw new IOException("as if the connection had broken: the store will tell");
      }
    } else {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    asked = Map.of();
  }

  /** How many requests were refused because the store could not keep them. */
  int refused() {
    return refused;
  }

  /** Makes them end when they have been answered. */
  static void stop(List<Writer> writers) {
    writers.forEach(writer -> writer.isStopped = true);
  }

  /**
   * Holds what is kept against what was told, and goes on from there.
   *
   * @param kept descriptions by id
   * @return what is wrong; empty for nothing
   */
  List<String> check(Map<String, String> kept) {
    List<String> wrong = new ArrayList<>();
    boolean isAsAsked = !asked.isEmpty() && isAs(asked, kept);
    Map<String, Optional<String>> expected = new HashMap<>(acknowledged);
    if (isAsAsked) {
      expected.putAll(asked);
    }
    expected.forEach(
        (id, text) -> {
          if (!text.equals(Optional.ofNullable(kept.get(id)))) {
            wrong.add(id + ": " + kept.get(id) + " (expected: " + text + ")");
          }
        });
    asked.keySet().stream()
        .filter(id -> !expected.containsKey(id) && kept.containsKey(id))
        .forEach(id -> wrong.add(id + ": half of a write"));
    acknowledged.putAll(expected);
    asked = Map.of();
    return wrong;
  }

  private static boolean isAs(Map<String, Optional<String>> texts, Map<String, String> kept) {
    return texts.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(Optional.ofNullable(kept.get(entry.getKey()))));
  }
}
