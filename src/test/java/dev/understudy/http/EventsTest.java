package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.feed.EventBody;
import dev.understudy.json.Json;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.registry.Precondition;
import dev.understudy.store.LogPosition;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /v1/events}: what changes, as it changes, and after a break as if there were none. */
class EventsTest {

  private static final ModelAlias ALIAS = ModelAlias.of("one-latest");

  @RegisterExtension
  static final TestServer server = new TestServer("feed.heartbeat_seconds=1", "store.url=memory");

  private final Api api = new Api(server);

  private EventStream open(String query) throws IOException {
    return EventStream.open(server.url() + "/v1/events" + query, null);
  }

  private EventStream resume(String query, @Nullable String lastId) throws IOException {
    return EventStream.open(server.url() + "/v1/events" + query, lastId);
  }

  private void put(ModelDefinition model) throws Exception {
    server.client().put(model, Precondition.none()).await(9, TimeUnit.SECONDS);
  }

  private void put(String id) throws Exception {
    put(ModelDefinition.builder(id).build());
  }

  private void remove(String id) {
    api.request().delete("/v1/models/" + id).then().statusCode(204);
  }

  private long revision() {
    return server.server().snapshot().revision().number();
  }

  @Test
  void everyKindOfEvent_isToldWithItsNumber() throws Exception {
    try (EventStream events = open("")) {
      long first = revision() + 1;
      put(
          ModelDefinition.builder("acme/one")
              .aliases(List.of(ALIAS))
              .pricing(ModelPricing.of(new BigDecimal("1"), new BigDecimal("2")))
              .build());
      put(
          ModelDefinition.builder("acme/one")
              .pricing(ModelPricing.of(new BigDecimal("1.5"), new BigDecimal("2")))
              .deprecationDate(LocalDate.of(2026, 1, 1))
              .build());
      put(ModelDefinition.builder("acme/two").aliases(List.of(ALIAS)).build());
      remove("acme/two");

      List<EventStream.Sent> sent = events.next(9);
      assertThat(sent)
          .extracting(EventStream.Sent::type, EventStream.Sent::id)
          .containsExactly(
              tuple("model.added", first + ".0"),
              tuple("alias.repointed", first + ".1"),
              tuple("model.updated", first + 1 + ".0"),
              tuple("alias.repointed", first + 1 + ".1"),
              tuple("model.deprecated", first + 1 + ".2"),
              tuple("model.price_changed", first + 1 + ".3"),
              tuple("model.added", first + 2 + ".0"),
              tuple("alias.repointed", first + 2 + ".1"),
              tuple("model.removed", first + 3 + ".0"));
      JsonNode updated = sent.get(2).json();
      assertThat(updated.get("model_id").asText()).isEqualTo("acme/one");
      assertThat(updated.get("fields").toString()).contains("\"pricing\"", "\"status\"");
      assertThat(updated.at("/model/status").asText()).isEqualTo("deprecated");
      assertThat(updated.get("cause").asText()).isEqualTo("write");
      assertThat(sent.get(5).json().at("/to/input_per_million").asText()).isEqualTo("1.5");
      assertThat(sent.get(5).json().at("/from/input_per_million").asText()).isEqualTo("1");
      assertThat(sent.get(3).json().get("from").asText()).isEqualTo("acme/one");
      assertThat(sent.get(3).json().get("to").isNull()).isTrue();
      assertThat(sent.get(8).json().at("/model/id").asText()).isEqualTo("acme/two");
    }
  }

  @Test
  void retiringModels_areToldOnce_thirtyDaysBefore() throws Exception {
    try (EventStream events = open("?type=model.retiring")) {
      LocalDate soon = LocalDate.ofInstant(TestServer.NOW, ZoneOffset.UTC).plusDays(7);
      put(ModelDefinition.builder("acme/ending").retirementDate(soon).build());
      put(ModelDefinition.builder("acme/ending").retirementDate(soon).contextWindow(4_000).build());
      put(ModelDefinition.builder("acme/later").retirementDate(soon.plusDays(300)).build());
      put(ModelDefinition.builder("acme/other").retirementDate(soon.plusDays(1)).build());
      List<EventStream.Sent> sent = events.next(2);
      assertThat(sent.get(0).json().get("model_id").asText()).isEqualTo("acme/ending");
      assertThat(sent.get(0).json().get("days").asInt()).isEqualTo(7);
      assertThat(sent.get(1).json().get("model_id").asText()).isEqualTo("acme/other");
    }
  }

  @Test
  void resumed_goesOnStrictlyAfterTheLastOne_fromMemoryAsFromTheLog() throws Exception {
    String start = Long.toString(revision());
    for (int i = 0; i < 300; i++) {
      put("acme/m" + i);
    }
    api.json("[{\"id\": \"acme/a\"}, {\"id\": \"acme/b\"}, {\"id\": \"acme/c\"}]")
        .post("/v1/models")
        .then()
        .statusCode(201);
    List<EventStream.Sent> all;
    try (EventStream events = resume("", start)) {
      all = events.next(303);
    }
    assertThat(all).extracting(EventStream.Sent::id).doesNotHaveDuplicates();
    for (int at : List.of(0, 1, 100, 299, 300, 301)) {
      try (EventStream events = resume("", all.get(at).id())) {
        assertThat(events.next(302 - at)).isEqualTo(all.subList(at + 1, 303));
      }
    }
    try (EventStream events = resume("?since=0", String.valueOf(all.get(302).id()))) {
      put("acme/next");
      assertThat(events.next().json().get("model_id").asText()).isEqualTo("acme/next");
    }
  }

  /** A page of the first one's is known still, and says that there was no more then. */
  @Test
  void whoResumesWhereAnotherDid_isToldWhatCameSince() throws Exception {
    String start = Long.toString(revision());
    put("since/1");
    String first = revision() + ".0";
    try (EventStream one = resume("", start);
        EventStream other = resume("", first)) {
      assertThat(one.next().json().get("model_id").asText()).isEqualTo("since/1");
      put("since/2");
      assertThat(other.next().json().get("model_id").asText()).isEqualTo("since/2");
    }
    try (EventStream again = resume("", start);
        EventStream after = resume("", first)) {
      assertThat(again.next(2)).extracting(EventStream.Sent::id).contains(first);
      assertThat(after.next().json().get("model_id").asText()).isEqualTo("since/2");
    }
  }

  @Test
  void busAndStreamAndLog_tellTheSame() throws Exception {
    BlockingQueue<RegistryEvent> bus = new LinkedBlockingQueue<>();
    server.client().onChange(bus::add).completion().await(9, TimeUnit.SECONDS);
    String start = Long.toString(revision());
    try (EventStream live = open("")) {
      api.json("[{\"id\": \"bus/a\", \"aliases\": [\"bus-latest\"]}, {\"id\": \"bus/b\"}]")
          .post("/v1/models")
          .then()
          .statusCode(201);
      remove("bus/a");
      List<JsonNode> streamed = new ArrayList<>();
      for (EventStream.Sent sent : live.next(5)) {
        streamed.add(sent.json());
      }
      List<JsonNode> published = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RegistryEvent write = bus.poll(9, TimeUnit.SECONDS);
        assertThat(write).isNotNull();
        write.logged().forEach(event -> published.add(Json.parse(EventBody.json(event))));
      }
      List<JsonNode> logged = new ArrayList<>();
      server
          .client()
          .events(LogPosition.parse("since", start), 100)
          .await(9, TimeUnit.SECONDS)
          .events()
          .forEach(event -> logged.add(Json.parse(EventBody.json(event))));
      assertThat(published).isEqualTo(streamed);
      assertThat(logged).isEqualTo(streamed);
    }
  }

  @Test
  void filters_leaveTheOthersOut() throws Exception {
    try (EventStream events = open("?type=model.removed&type=*.added&model=filtered/*&tag=beta")) {
      put(ModelDefinition.builder("filtered/one").tags(List.of("beta", "new")).build());
      put("filtered/other");
      put(ModelDefinition.builder("filtered/one").tags(List.of("beta")).build());
      remove("filtered/other");
      remove("filtered/one");
      assertThat(events.next(2))
          .extracting(EventStream.Sent::type, sent -> sent.json().get("model_id").asText())
          .containsExactly(
              tuple("model.added", "filtered/one"), tuple("model.removed", "filtered/one"));
    }
  }

  @Test
  void filteredWatcher_getsBookmarks_fromWhichItResumes() throws Exception {
    try (EventStream events = open("?model=acme/never")) {
      put("acme/something");
      EventStream.Sent bookmark = events.next();
      assertThat(bookmark.type()).isEqualTo("bookmark");
      assertThat(bookmark.id()).isEqualTo(Long.toString(revision()));
      try (EventStream resumed = resume("", bookmark.id())) {
        put("acme/after");
        assertThat(resumed.next().json().get("model_id").asText()).isEqualTo("acme/after");
      }
    }
  }

  @Test
  void nothingHappens_aHeartbeatIsHeard() throws Exception {
    try (EventStream events = open("")) {
      assertThat(events.nextOrComment().type()).isEqualTo(":");
    }
  }

  @Test
  void snapshot_isFollowedByWhatHappensAfterwards() throws Exception {
    put("snap/there");
    try (EventStream events = open("?snapshot=true&model=snap/*")) {
      EventStream.Sent model = events.next();
      assertThat(model.type()).isEqualTo("snapshot.model");
      assertThat(model.json().get("id").asText()).isEqualTo("snap/there");
      EventStream.Sent end = events.next();
      assertThat(end.type()).isEqualTo("snapshot.end");
      assertThat(end.id()).isEqualTo(Long.toString(revision()));
      put("snap/new");
      assertThat(events.next().json().get("model_id").asText()).isEqualTo("snap/new");
    }
    try (EventStream events = open("?snapshot=true")) {
      int models = server.server().snapshot().count();
      assertThat(events.next(models))
          .extracting(EventStream.Sent::type)
          .containsOnly("snapshot.model");
      assertThat(events.next().type()).isEqualTo("snapshot.end");
    }
  }

  @Test
  void whatIsNotThereAnyMore_is410_andBadRequestsAreRefused() {
    JsonNode beyond = api.error(410, "/v1/events?since=999999");
    assertThat(beyond.get("code").asText()).isEqualTo("revision_compacted");
    assertThat(beyond.get("message").asText()).contains("999999", "read the registry anew");
    assertThat(api.error(410, "/v1/events?epoch=other").get("param").asText()).isEqualTo("epoch");
    assertThat(api.error(400, "/v1/events?type=model.gone").get("message").asText())
        .contains("model.gone", "model.removed");
    assertThat(api.error(400, "/v1/events?since=x").get("param").asText()).isEqualTo("since");
    assertThat(api.error(400, "/v1/events?snapshot=true&since=1").get("param").asText())
        .isEqualTo("snapshot");
    assertThat(api.error(400, "/v1/events?provder=x").get("param").asText()).isEqualTo("provder");
    assertThat(
            Api.error(400, api.request().header("Last-Event-ID", "7.x").get("/v1/events"))
                .get("param")
                .asText())
        .isEqualTo("last-event-id");
    api.request().post("/v1/events").then().statusCode(405).header("allow", "GET, HEAD");
    api.request().head("/v1/events").then().statusCode(200).header("cache-control", "no-cache");
  }
}
