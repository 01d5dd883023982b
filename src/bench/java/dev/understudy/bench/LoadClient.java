package dev.understudy.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load generator for machines without wrk: connections that send the same request again as soon
 * as its answer is complete. Answers of a given length must all be as long as the first; others end
 * with the last chunk. Arguments: {@code --url URL --seconds 1 --connections 64 --header "Name:
 * value"}; with {@code --body JSON} it posts.
 */
public final class LoadClient {

  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
  private static final String HEADERS_END = "\r\n\r\n";
  private static final String LAST_CHUNK = "0\r\n\r\n";
  private static final int CHUNKED = -1;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Buffer request;

  // Accessed by the event loop
  private int answerLength;
  private long answers;
  private int connected;

  private LoadClient(Buffer request) {
    this.request = request;
  }

  /** Runs, prints {@code N requests in Ss} and ends. */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args);
    URI url = URI.create(arguments.text("url", ""));
    String body = arguments.text("body", "");
    String path = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    Buffer request =
        Buffer.buffer(
            (body.isEmpty() ? "GET " : "POST ") + url.getRawPath() + path + " HTTP/1.1\r\n");
    request.appendString("Host: " + url.getAuthority() + "\r\n");
    arguments.all("header").forEach(header -> request.appendString(header + "\r\n"));
    if (!body.isEmpty()) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      request.appendString("Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
    }
    request.appendString("\r\n" + body);
    LoadClient client = new LoadClient(request);
    int connections = arguments.count("connections", 64);
    int seconds = arguments.count("seconds", 1);
    client.vertx.runOnContext(v -> client.run(url, connections, seconds));
  }

  private void run(URI url, int connections, int seconds) {
    var sockets = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    for (int i = 0; i < connections; i++) {
      sockets
          .connect(url.getPort(), url.getHost())
          .onSuccess(
              socket -> {
                new Connection(socket).ask();
                if (++connected == connections) {
                  vertx.setTimer(seconds * 1000L, id -> end(seconds));
                }
              })
          .onFailure(LoadClient::fail);
    }
  }

  private void end(int seconds) {
    System.out.println(answers + " requests in " + seconds + "s");
    Runtime.getRuntime().halt(0);
  }

  private static void fail(Throwable failure) {
    System.err.println("Socket errors: " + failure);
    Runtime.getRuntime().halt(1);
  }

  private final class Connection {
    private final NetSocket socket;
    private final Buffer first = Buffer.buffer();
    private int received;
    private String tail = "";

    Connection(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::receive);
      socket.exceptionHandler(LoadClient::fail);
    }

    void ask() {
      socket.write(request);
    }

    private void receive(Buffer part) {
      received += part.length();
      if (answerLength == 0) {
        first.appendBuffer(part);
        answerLength = length(first.toString(StandardCharsets.ISO_8859_1));
      }
      tail = (tail + part.toString(StandardCharsets.ISO_8859_1));
      tail = tail.substring(Math.max(0, tail.length() - LAST_CHUNK.length()));
      boolean whole =
          answerLength == CHUNKED
              ? tail.equals(LAST_CHUNK)
              : answerLength > 0 && received >= answerLength;
      if (whole) {
        received = answerLength == CHUNKED ? 0 : received - answerLength;
        tail = "";
        answers++;
        ask();
      }
    }
  }

  /** Of the whole answer that begins so, or {@link #CHUNKED}; 0 while its head is not complete. */
  private static int length(String answer) {
    int headers = answer.indexOf(HEADERS_END);
    if (headers < 0) {
      return 0;
    }
    if (!answer.startsWith("HTTP/1.1 200") && !answer.startsWith("HTTP/1.1 304")) {
      fail(new IllegalStateException(answer));
    }
    String head = answer.substring(0, headers).toLowerCase(Locale.ROOT);
    if (head.contains("transfer-encoding: chunked")) {
      return CHUNKED;
    }
    Matcher length = LENGTH.matcher(head);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return headers + HEADERS_END.length() + body;
  }
}
