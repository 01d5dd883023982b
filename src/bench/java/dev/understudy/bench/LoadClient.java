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
 * as its answer is complete. All answers must be as long as the first. Arguments: {@code --url URL
 * --seconds 1 --connections 64 --header "Name: value"}.
 */
public final class LoadClient {

  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
  private static final String HEADERS_END = "\r\n\r\n";

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
    Buffer request = Buffer.buffer("GET " + url.getRawPath() + " HTTP/1.1\r\n");
    request.appendString("Host: " + url.getAuthority() + "\r\n");
    arguments.all("header").forEach(header -> request.appendString(header + "\r\n"));
    request.appendString("\r\n");
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
      if (answerLength > 0 && received >= answerLength) {
        received -= answerLength;
        answers++;
        ask();
      }
    }
  }

  /** Of the whole answer that begins so; 0 while its headers are not complete. */
  private static int length(String answer) {
    int headers = answer.indexOf(HEADERS_END);
    if (headers < 0) {
      return 0;
    }
    if (!answer.startsWith("HTTP/1.1 200") && !answer.startsWith("HTTP/1.1 304")) {
      fail(new IllegalStateException(answer));
    }
    Matcher length = LENGTH.matcher(answer.substring(0, headers).toLowerCase(Locale.ROOT));
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return headers + HEADERS_END.length() + body;
  }
}
