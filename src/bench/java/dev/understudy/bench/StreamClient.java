package dev.understudy.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps a number of streams open against one server and prints, as one line of JSON, how late their
 * tokens came. Lag is arrival at this process, counted from the sending of the request, minus the
 * due offset, so it includes the way there and back. It reads sockets by itself, as on the same
 * machine a client that works as much as the server would measure itself.
 *
 * <p>Arguments: {@code --url URL} (every {@code {n}} in it becomes a running number, for seeds),
 * {@code --body JSON} to POST, {@code --streams 100 --tokens 50 --ttft-ms 200 --itl-ms 20}, {@code
 * --warmup-seconds 2 --seconds 5}, and {@code --stagger-ms} over which the first requests are
 * spread. A slot begins its next stream when one has ended, and a second after it was refused or
 * cut off; streams that begin after the warm-up are measured.
 */
public final class StreamClient {

  private static final int CONNECT_MILLIS = 30_000;
  private static final int RETRY_MILLIS = 1_000;
  private static final int MOST_TOLD = 3;

  private final StreamFigures figures;
  private final Request request;
  private final Vertx vertx;
  private final NetClient sockets;
  private final int streams;
  private final int tokens;
  private final long measureFromNanos;
  private final long stopNanos;
  private final CountDownLatch running;
  private long requests;
  private int failures;

  private StreamClient(Arguments arguments, Vertx vertx) {
    streams = arguments.count("streams", 100);
    tokens = arguments.count("tokens", 50);
    this.vertx = vertx;
    request = new Request(arguments.text("url", ""), arguments.text("body", ""));
    sockets =
        vertx.createNetClient(
            new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS));
    measureFromNanos = System.nanoTime() + nanos(arguments.number("warmup-seconds", 2) * 1e3);
    stopNanos = measureFromNanos + nanos(arguments.number("seconds", 5) * 1e3);
    figures =
        new StreamFigures(
            nanos(arguments.number("ttft-ms", 200)),
            nanos(arguments.number("itl-ms", 20)),
            measureFromNanos,
            stopNanos);
    running = new CountDownLatch(streams);
  }

  private static long nanos(double millis) {
    return Math.round(millis * 1e6);
  }

  /** What is sent; the same but for the running number. */
  private record Request(String url, String body) {

    Buffer next(long number) {
      URI uri = URI.create(url.replace("{n}", Long.toString(number)));
      String path = uri.getRawQuery() == null ? uri.getRawPath() : target(uri);
      String head = body.isEmpty() ? "GET " : "POST ";
      Buffer out = Buffer.buffer(head + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n");
      if (!body.isEmpty()) {
        out.appendString("Content-Type: application/json\r\n");
        out.appendString("Content-Length: " + Buffer.buffer(body).length() + "\r\n");
      }
      return out.appendString("\r\n" + body);
    }

    private static String target(URI uri) {
      return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    URI uri() {
      return URI.create(url.replace("{n}", "0"));
    }
  }

  /** Runs, prints the figures and ends. */
  public static void main(String[] args) throws InterruptedException {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    Arguments arguments = Arguments.parse(args);
    StreamClient client = new StreamClient(arguments, vertx);
    double staggerMillis = arguments.number("stagger-ms", 1000);
    vertx.runOnContext(
        v -> {
          for (int i = 0; i < client.streams; i++) {
            long delay = Math.max(1, Math.round(staggerMillis * i / client.streams));
            vertx.setTimer(delay, id -> client.connect());
          }
        });
    client.running.await();
    System.out.println(client.figures.json(client.streams));
    vertx.close();
  }

  private void connect() {
    if (isPastTheEnd()) {
      running.countDown();
      return;
    }
    URI uri = request.uri();
    sockets
        .connect(uri.getPort(), uri.getHost())
        .onSuccess(socket -> new Slot(socket).next())
        .onFailure(this::broken);
  }

  private boolean isPastTheEnd() {
    return System.nanoTime() - stopNanos >= 0;
  }

  /** The slot goes on with another connection a while later. */
  private void broken(Throwable failure) {
    if (failures++ < MOST_TOLD) {
      System.err.println("stream failed: " + failure);
    }
    figures.addFailed(0, tokens);
    connectLater();
  }

  private void connectLater() {
    vertx.setTimer(RETRY_MILLIS, id -> connect());
  }

  /** One connection, which asks for one stream after the other. Confined to the event loop. */
  private final class Slot {
    private final NetSocket socket;
    private StreamReader reader = new StreamReader();
    private long startNanos;
    private boolean over;

    Slot(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::read);
      socket.exceptionHandler(this::leave);
      socket.closeHandler(closed -> leave(new IOException("the server closed the connection")));
    }

    /** Opens the next stream; those that began before the end are heard to theirs. */
    void next() {
      if (isPastTheEnd()) {
        over = true;
        running.countDown();
        socket.close();
        return;
      }
      reader = new StreamReader();
      Buffer asked = request.next(requests++);
      startNanos = System.nanoTime();
      socket.write(asked);
    }

    private void read(Buffer part) {
      long now = System.nanoTime();
      int before = reader.tokens();
      try {
        reader.read(part.getBytes(), now - startNanos);
      } catch (IllegalStateException refused) {
        tryLater();
        return;
      }
      figures.hear(reader.tokens() - before, now);
      if (reader.isOver()) {
        if (startNanos - measureFromNanos >= 0) {
          figures.add(reader.arrivedNanos(), reader.sentNanos(), tokens);
        }
        next();
      }
    }

    private void tryLater() {
      over = true;
      figures.refuse();
      socket.close();
      connectLater();
    }

    private void leave(Throwable failure) {
      if (!over) {
        over = true;
        broken(failure);
        socket.close();
      }
    }
  }
}
