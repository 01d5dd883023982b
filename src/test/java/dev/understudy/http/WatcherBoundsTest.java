package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many watchers there may be, and what becomes of those that do not read. */
class WatcherBoundsTest {

  private static final int EVENTS = 400;
  private static final int BYTES = 20_000;
  private static final Pattern LAST_ID =
      Pattern.compile("(?s).*\nid: ([\\d.]+)\nevent: [^\n]*\ndata: [^\n]*\n\n");

  @RegisterExtension
  private final TestServer server =
      new TestServer(
          "store.url=memory",
          "feed.watchers=40",
          "feed.heartbeat_seconds=1",
          "feed.patience_seconds=2");

  private final Api api = new Api(server);

  private void write(int number) throws Exception {
    ModelDefinition model =
        ModelDefinition.builder("acme/large").description(number + "x".repeat(BYTES)).build();
    server.client().register(model).await(9, TimeUnit.SECONDS);
  }

  private double dropped() {
    Matcher counted =
        Pattern.compile("(?m)^understudy_feed_dropped_total (\\S+)")
            .matcher(api.get("/metrics").asString());
    return counted.find() ? Double.parseDouble(counted.group(1)) : -1;
  }

  private Socket open(String path) throws Exception {
    URI url = URI.create(server.url());
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    byte[] head = new byte[200]; // of the head, which comes when the watcher is there
    assertThat(in.readNBytes(head, 0, head.length)).isEqualTo(head.length);
    return socket;
  }

  @Test
  void isDropped_othersAreNotHeldUp_andItResumesWithoutAGap() throws Exception {
    String start = server.server().snapshot().revision().toString();
    try (Socket slow = open("/v1/events");
        EventStream quick = EventStream.open(server.url() + "/v1/events", null)) {
      for (int i = 0; i < EVENTS; i++) {
        write(i);
        assertThat(quick.next().json().at("/model/description").asText()).startsWith(i + "x");
      }
      for (int i = 0; i < 100_000 && dropped() < 1; i++) {
        assertThat(quick.nextOrComment()).isNotNull(); // a heartbeat, by which it comes nearer
      }
      assertThat(dropped()).isEqualTo(1);
      String got = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher last = LAST_ID.matcher(got.substring(0, got.lastIndexOf("\n\n") + 2));
      String lastId = last.matches() ? last.group(1) : start;
      long seen = Long.parseLong(lastId.replaceAll("\\..*", "")) - Long.parseLong(start);
      assertThat(seen).isLessThan(EVENTS);
      try (EventStream again = EventStream.open(server.url() + "/v1/events", lastId)) {
        List<String> rest = new ArrayList<>();
        for (long i = seen; i < EVENTS; i++) {
          rest.add(again.next().json().at("/model/description").asText().replace("x", ""));
        }
        assertThat(rest.get(0)).isEqualTo(Long.toString(seen));
        assertThat(rest.get(rest.size() - 1)).isEqualTo(Integer.toString(EVENTS - 1));
        assertThat(rest).doesNotHaveDuplicates().hasSize((int) (EVENTS - seen));
      }
    }
  }

  /** The models of the snapshot are more than the sockets hold. */
  @Test
  void oneThatDoesNotReadItsSnapshot_isDropped() throws Exception {
    for (int i = 0; i < EVENTS; i++) {
      ModelDefinition model =
          ModelDefinition.builder("acme/large-" + i).description("x".repeat(BYTES)).build();
      server.client().register(model).await(9, TimeUnit.SECONDS);
    }
    try (Socket slow = open("/v1/events?snapshot=true");
        EventStream quick = EventStream.open(server.url() + "/v1/events", null)) {
      for (int i = 0; i < 20 && dropped() < 1; i++) {
        assertThat(quick.nextOrComment()).isNotNull(); // a heartbeat, one a second
      }
      assertThat(dropped()).isEqualTo(1);
      String got = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(got).contains("event: snapshot.model").doesNotContain("event: snapshot.end");
    }
  }

  @Test
  void oneThatReadsAgain_goesOn() throws Exception {
    try (EventStream slow = EventStream.open(server.url() + "/v1/events", null)) {
      for (int i = 0; i < EVENTS; i++) {
        write(i); // more than the sockets hold
      }
      for (int i = 0; i < EVENTS; i++) {
        assertThat(slow.next().json().at("/model/description").asText()).startsWith(i + "x");
      }
    }
    assertThat(dropped()).isZero();
  }

  private EventStream watch() throws IOException {
    return EventStream.open(server.url() + "/v1/events", null);
  }

  @Test
  void tooManyWatchers_areRefused_andRoomIsMadeWhenOneGoes() throws Exception {
    List<EventStream> open = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      open.add(watch());
    }
    assertThat(api.error(429, "/v1/events").get("message").asText()).contains("feed.watchers = 40");
    assertThat(api.get("/metrics").asString()).contains("understudy_feed_watchers 40.0");
    open.forEach(EventStream::close);
    boolean isIn = false;
    for (int i = 0; i < 1_000 && !isIn; i++) { // until the server has noticed
      isIn = isIn();
    }
    assertThat(isIn).isTrue();
  }

  private boolean isIn() {
    try (EventStream again = watch()) {
      return again.lastId() == null;
    } catch (IOException full) {
      return false;
    }
  }

  @Test
  void aStop_endsStreamsAtOnce() throws Exception {
    EventStream events = watch();
    String poll =
        server.url() + "/v1/changes?wait=5m&since=" + server.server().snapshot().revision();
    var polled =
        HttpClient.newHttpClient()
            .sendAsync(
                HttpRequest.newBuilder(URI.create(poll)).build(),
                HttpResponse.BodyHandlers.ofString());
    String metrics = "";
    for (int i = 0; i < 10_000 && !metrics.contains("watchers 2.0"); i++) { // until both are there
      metrics = api.get("/metrics").asString();
    }
    server.server().stop().await(8, TimeUnit.SECONDS);
    assertThat(events.rest()).isEmpty();
    assertThat(polled.get(9, TimeUnit.SECONDS).body()).contains("\"data\":[]");
  }
}
