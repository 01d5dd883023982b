package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events that reads one after the other, as the standard says. */
final class EventStream implements AutoCloseable {

  /** One of them; a comment has a type of nothing but a colon. */
  record Sent(@Nullable String id, String type, String data) {
    JsonNode json() {
      return Json.parse(data.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final int MOST_COMMENTS = 8;

  private final HttpURLConnection connection;
  private final BufferedReader reader;
  private @Nullable String lastId;

  private EventStream(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Opens one and reads its first event, which says where it stands. */
  static EventStream open(String url, @Nullable String lastId) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setReadTimeout(10_000);
    if (lastId != null) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    EventStream stream = new EventStream(connection);
    if (!stream.next().type().equals("open")) {
      throw new IOException("the stream does not begin with open");
    }
    return stream;
  }

  String header(String name) {
    return Objects.requireNonNull(connection.getHeaderField(name), name);
  }

  /** The id of the last event that had one. */
  @Nullable String lastId() {
    return lastId;
  }

  /** The next event that is no comment; fails when there are only heartbeats. */
  Sent next() throws IOException {
    for (int i = 0; i < MOST_COMMENTS; i++) {
      Sent sent = nextOrComment();
      if (!sent.type().equals(":")) {
        return sent;
      }
    }
    throw new IOException("nothing comes but heartbeats, after event " + lastId);
  }

  List<Sent> next(int count) throws IOException {
    List<Sent> sent = new ArrayList<>();
    while (sent.size() < count) {
      sent.add(next());
    }
    return sent;
  }

  Sent nextOrComment() throws IOException {
    String id = null;
    String type = "";
    String data = null;
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the stream has ended");
      }
      if (line.isEmpty()) {
        if (data != null || type.equals(":")) {
          lastId = id == null ? lastId : id;
          return new Sent(id, type, data == null ? "" : data);
        }
      } else if (line.startsWith(":")) {
        type = ":";
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
  }

  /** Reads to its end. */
  List<Sent> rest() {
    List<Sent> rest = new ArrayList<>();
    try {
      while (true) {
        rest.add(next());
      }
    } catch (IOException ended) {
      return rest;
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
