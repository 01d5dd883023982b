package dev.understudy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection on which anything can be said. Reads wait at most ten seconds. */
final class RawHttp implements AutoCloseable {

  private final Socket socket;

  RawHttp(TestServer server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
  }

  /**
   * An answer.
   *
   * @param headers by lower-case name
   */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** Sends a request and reads its answer, on a connection of its own. */
  static Answer exchange(TestServer server, String request) throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(request);
      return raw.answer();
    }
  }

  /** A request with lines of CRLF and a host. */
  static String request(String method, String path, String body, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text + "\r\n" + body;
  }

  /** A request with a JSON body. */
  static String json(String method, String path, String body) {
    String length = "Content-Length: " + body.getBytes(UTF_8).length;
    return request(method, path, body, "Content-Type: application/json", length);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** Says that nothing more will be sent. */
  void sendEnd() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads one answer with a length, or up to the end of the connection. */
  Answer answer() throws IOException {
    String[] lines = head().split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String length = headers.get("content-length");
    InputStream in = socket.getInputStream();
    byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    return new Answer(
        Integer.parseInt(lines[0].split(" ", -1)[1]), headers, new String(body, UTF_8));
  }

  /** Everything up to the empty line. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) b);
    }
    return head.substring(0, head.length() - 4);
  }

  /** The next line, without its end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int b = socket.getInputStream().read();
    while (b >= 0 && b != '\n') {
      line.append((char) b);
      b = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  /** What comes next, at most that many bytes. */
  String read(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  /** True when the server has closed the connection. */
  boolean isClosed() throws IOException {
    return socket.getInputStream().read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
