package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams whose clients leave in the middle: all of them end, and nothing of them stays. */
class DroppedStreamsTest {

  private static final int AT_ONCE = 200;
  private static final long MEGABYTE = 1 << 20;

  @RegisterExtension
  static final TestServer server = new TestServer("simulation.kept_simulations=0");

  private final Api api = new Api(server);
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(AT_ONCE));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Opens streams of two days, waits for the head of each, and leaves. */
  private void openAndDrop(int streams) throws Exception {
    for (int i = 0; i < streams; i += AT_ONCE) {
      List<Future<HttpClientResponse>> begun = new ArrayList<>();
      for (int k = 0; k < AT_ONCE; k++) {
        begun.add(open());
      }
      Future.all(begun).await(30, TimeUnit.SECONDS);
      for (Future<HttpClientResponse> stream : begun) {
        stream.result().request().connection().close();
      }
    }
  }

  private Future<HttpClientResponse> open() {
    return client
        .request(
            HttpMethod.GET,
            URI.create(server.url()).getPort(),
            "127.0.0.1",
            "/v1/models/gpt-4o/stream?tokens=50")
        .map(request -> request.putHeader("understudy-latency", "ttft=1ms;itl=3600s"))
        .compose(HttpClientRequest::send)
        .onSuccess(response -> response.exceptionHandler(left -> {}));
  }

  private double metric(String series) {
    return api.get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  private void awaitDisconnected(int streams) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String series = "understudy_streams_ended_total{model=\"gpt-4o\",state=\"disconnected\"}";
    while (metric(series) < streams && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(metric(series)).isEqualTo(streams);
    assertThat(metric("understudy_streams_active{model=\"gpt-4o\"}")).isZero();
  }

  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  @Test
  void aDisconnectIsNoticedAndCounted() throws Exception {
    openAndDrop(AT_ONCE);
    awaitDisconnected(AT_ONCE);
  }

  @Test
  @Tag("full")
  void twentyThousandDroppedStreamsLeaveNoGrowth() throws Exception {
    int before =
        (int) metric("understudy_streams_ended_total{model=\"gpt-4o\",state=\"disconnected\"}");
    openAndDrop(2_000);
    awaitDisconnected(before + 2_000);
    long warm = heapBytes();
    openAndDrop(20_000);
    awaitDisconnected(before + 22_000);
    long after = heapBytes();
    System.out.printf(
        "heap: %d kB, after 20,000 dropped streams %d kB%n", warm / 1024, after / 1024);

    // 20,000 streams of 50 tokens that stayed would be 100 MB and more.
    assertThat(after - warm).isLessThan(5 * MEGABYTE);
  }
}
