package dev.understudy.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of streams open against one server and prints, as one line of JSON, how late their
 * tokens came. Lag is arrival at this process, counted from the sending of the request, minus the
 * due offset that the server names, so it includes the way there and back.
 *
 * <p>Arguments: {@code --url URL} (every {@code {n}} in it becomes a running number, for seeds),
 * {@code --streams 100 --tokens 50 --warmup-seconds 2 --seconds 5}, {@code --stagger-ms} over which
 * the first requests are spread (default 1000), {@code --body JSON} to POST a chat request and
 * {@code --header name=value}. A chat stream is measured against its plan header, and so needs a
 * constant ITL: {@code --header "understudy-latency=ttft=200ms;itl=20ms"}.
 */
public final class StreamClient {

  private static final Pattern PLAN =
      Pattern.compile("ttft=([\\d.]+)ms;tokens=(\\d+);duration=([\\d.]+)ms");

  private final Arguments arguments;
  private final HttpClientAgent client;
  private final StreamFigures figures = new StreamFigures();
  private final int streams;
  private final int tokens;
  private final long measureFromNanos;
  private final long stopNanos;
  private final CountDownLatch running;
  private long requests;

  private StreamClient(Arguments arguments, Vertx vertx) {
    this.arguments = arguments;
    streams = (int) arguments.number("streams", 100);
    tokens = (int) arguments.number("tokens", 50);
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(30_000),
            new PoolOptions().setHttp1MaxSize(streams));
    measureFromNanos = System.nanoTime() + Math.round(arguments.number("warmup-seconds", 2) * 1e9);
    stopNanos = measureFromNanos + Math.round(arguments.number("seconds", 5) * 1e9);
    running = new CountDownLatch(streams);
  }

  /** Runs, prints the figures and ends. */
  public static void main(String[] args) throws InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    StreamClient client = new StreamClient(Arguments.parse(args), vertx);
    double staggerMillis = client.arguments.number("stagger-ms", 1000);
    vertx.runOnContext(
        v -> {
          for (int i = 0; i < client.streams; i++) {
            long delay = Math.max(1, Math.round(staggerMillis * i / client.streams));
            vertx.setTimer(delay, id -> client.next());
          }
        });
    client.running.await();
    double seconds = (System.nanoTime() - client.measureFromNanos) / 1e9;
    System.out.println(client.figures.json(client.streams, seconds));
    vertx.close();
  }

  /** Opens the next stream of a slot; streams that began before the end are heard to theirs. */
  private void next() {
    if (System.nanoTime() - stopNanos >= 0) {
      running.countDown();
      return;
    }
    String body = arguments.text("body", "");
    String url = arguments.text("url", "").replace("{n}", Long.toString(requests++));
    RequestOptions options =
        new RequestOptions()
            .setAbsoluteURI(url)
            .setMethod(body.isEmpty() ? HttpMethod.GET : HttpMethod.POST);
    if (!body.isEmpty()) {
      options.putHeader("Content-Type", "application/json");
    }
    for (String header : arguments.all("header")) {
      int equals = header.indexOf('=');
      options.putHeader(header.substring(0, equals), header.substring(equals + 1));
    }
    client
        .request(options)
        .onSuccess(request -> send(request, body))
        .onFailure(failure -> broken(0, failure));
  }

  private void send(HttpClientRequest request, String body) {
    long startNanos = System.nanoTime();
    (body.isEmpty() ? request.send() : request.send(body))
        .onSuccess(response -> receive(response, startNanos))
        .onFailure(failure -> broken(0, failure));
  }

  private void receive(HttpClientResponse response, long startNanos) {
    StreamReader reader = new StreamReader(startNanos);
    response.handler(reader::read);
    response.exceptionHandler(failure -> broken(reader.tokens(), failure));
    response.endHandler(
        v -> {
          figures.hear(reader.tokens());
          if (startNanos - measureFromNanos >= 0) {
            add(reader, response.getHeader("understudy-plan"));
          }
          next();
        });
  }

  private void add(StreamReader reader, @Nullable String plan) {
    long[] none = {};
    if (reader.saysWhenDue()) {
      figures.add(reader.dueNanos(), reader.arrivedNanos(), reader.sentNanos(), tokens);
    } else if (plan != null) {
      figures.add(due(plan, reader.tokens()), reader.arrivedNanos(), none, tokens);
    } else {
      figures.addFailed(reader.tokens(), tokens);
    }
  }

  /** The due offsets of a constant profile: TTFT, then equal steps up to the duration. */
  private static long[] due(String plan, int received) {
    Matcher matcher = PLAN.matcher(plan);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "understudy-plan: " + plan + " (expected: ttft, tokens and duration)");
    }
    double ttft = Double.parseDouble(matcher.group(1)) * 1e6;
    int planned = Integer.parseInt(matcher.group(2));
    double step = (Double.parseDouble(matcher.group(3)) * 1e6 - ttft) / Math.max(1, planned - 1);
    long[] due = new long[received];
    for (int k = 0; k < received; k++) {
      due[k] = Math.round(ttft + k * step);
    }
    return due;
  }

  private void broken(int received, Throwable failure) {
    System.err.println("stream failed: " + failure);
    figures.addFailed(received, tokens);
    running.countDown();
  }
}
