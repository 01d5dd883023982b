package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that does not lead does with a leader that is slow, or dies. */
class LeaderProxyTest {

  /** More than the connections that a client has to one server unless told otherwise. */
  private static final int MANY = 20;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setAddressResolverOptions(
                  new AddressResolverOptions()
                      .setHostsValue(Buffer.buffer("127.0.0.1 the_leader\n"))));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch silent = new CountDownLatch(MANY);
  private volatile String leader = "";
  private int port;

  @BeforeEach
  void start() throws Exception {
    leader = "http://127.0.0.1:" + listening(vertx.createHttpServer().requestHandler(this::lead));
    Router routes = Router.router(vertx);
    new LeaderProxy(vertx, () -> leader).mount(routes);
    port = listening(vertx.createHttpServer().requestHandler(routes));
  }

  private static int listening(HttpServer server) throws Exception {
    return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void lead(HttpServerRequest request) {
    switch (String.valueOf(request.path())) {
      case "/v1/webhooks/silent" -> {
        asked.countDown();
        silent.countDown();
      }
      case "/v1/webhooks/dies" -> request.connection().close();
      case "/v1/webhooks/page" -> request.response().end("from " + request.getHeader("origin"));
      default -> request.body().onSuccess(body -> request.response().end("led " + body));
    }
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** As services are called where many containers run. */
  @Test
  void aHostWithAnUnderscore_isOne() throws Exception {
    leader = leader.replace("127.0.0.1", "the_leader");
    assertThat(get("/v1/webhooks").get(20, TimeUnit.SECONDS).body()).startsWith("led");
    leader = "http://the leader";
    HttpResponse<String> refused = get("/v1/webhooks").get(20, TimeUnit.SECONDS);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("does not answer: that names no host");
  }

  private Socket sent(String text) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws Exception {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private void isLed() throws Exception {
    assertThat(get("/v1/webhooks").get(20, TimeUnit.SECONDS).body()).isEqualTo("led ");
  }

  private static void isRefused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(
            Json.parse(response.body().getBytes(StandardCharsets.UTF_8))
                .at("/error/message")
                .asText())
        .contains("which led the servers of this log, has not answered");
  }

  @Test
  void thoseThatWait_holdUpNobody() throws Exception {
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(get("/v1/webhooks/silent"));
    }
    assertThat(silent.await(20, TimeUnit.SECONDS)).isTrue();
    isLed();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void aLeaderThatLeadsNoLonger_isNotWaitedFor() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = get("/v1/webhooks/silent");
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    leader = "http://127.0.0.1:1";
    HttpResponse<String> refused = waiting.get(20, TimeUnit.SECONDS);
    isRefused(refused);
    assertThat(refused.body()).contains("it leads no longer");
  }

  @Test
  void aLeaderThatDiesBeforeItAnswers() throws Exception {
    isRefused(get("/v1/webhooks/dies").get(20, TimeUnit.SECONDS));
    isLed();
  }

  @Test
  void anUpgradeIsNotHandedOn() throws Exception {
    String head =
        "GET /v1/webhooks HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    try (Socket socket = sent(head)) {
      BufferedReader answer = reader(socket);
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(answer.lines().takeWhile(line -> !line.isEmpty())).contains("content-length: 4");
    }
  }

  /** Both would say which pages may read the answer, and a browser takes that once only. */
  @Test
  void whichPageAsks_isNotHandedOn() throws Exception {
    String head = "GET /v1/webhooks/page HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n\r\n";
    try (Socket socket = sent(head)) {
      BufferedReader answer = reader(socket);
      assertThat(answer.lines().takeWhile(line -> !line.isEmpty())).contains("content-length: 9");
      char[] body = new char[9];
      assertThat(answer.read(body)).isEqualTo(9);
      assertThat(new String(body)).isEqualTo("from null");
    }
  }

  @Test
  void whoWaitsToBeToldToGoOn_isTold() throws Exception {
    String head =
        "POST /v1/webhooks HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    try (Socket socket = sent(head)) {
      BufferedReader answer = reader(socket);
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).isEmpty();
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
