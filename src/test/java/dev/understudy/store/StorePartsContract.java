package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.usage.HourlyUsage;
import dev.understudy.usage.LatencyHistogram;
import dev.understudy.usage.UsageCounts;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store keeps beside the log. */
abstract class StorePartsContract {

  private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");

  final Vertx vertx = Vertx.vertx();

  @TempDir Path dir = Path.of("");

  private Store store;

  abstract Store newStore();

  @BeforeEach
  void open() {
    store = newStore();
    await(store.log().open(false));
    assertThat(await(store.peers().lead("http://127.0.0.1:1", true))).isTrue();
  }

  @AfterEach
  void close() {
    await(store.log().close());
    await(vertx.close());
  }

  private void reopen() {
    await(store.log().close());
    open();
  }

  private static UsageCounts counts(long requests, String cost) {
    return new UsageCounts(
        requests,
        1,
        0,
        10,
        5,
        20,
        0,
        new BigDecimal(cost),
        0,
        LatencyHistogram.NONE,
        LatencyHistogram.NONE);
  }

  private List<HourlyUsage> usage(@Nullable String model, Instant from, Instant to) {
    Map<String, HourlyUsage> rows = new TreeMap<>(); // there may be one of each server
    await(
        store
            .usage()
            .read(
                model,
                from,
                to,
                row -> rows.merge(row.model() + row.hour(), row, StorePartsContract::sum)));
    return List.copyOf(rows.values());
  }

  private static HourlyUsage sum(HourlyUsage one, HourlyUsage other) {
    return new HourlyUsage(one.model(), one.hour(), one.counts().merge(other.counts()));
  }

  @Test
  void usageAddsUp_overARestart() {
    HourlyUsage first = new HourlyUsage("road", NINE, counts(3, "0.000125"));
    await(store.usage().add(List.of(first, new HourlyUsage("other", TEN, counts(1, "0")))));
    reopen();
    await(store.usage().add(List.of(first)));
    Instant eleven = TEN.plusSeconds(3600);
    assertThat(usage("road", NINE, eleven))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.hour()).isEqualTo(NINE);
              assertThat(row.counts().requests()).isEqualTo(6);
              assertThat(row.counts().cost()).isEqualByComparingTo("0.00025");
            });
    assertThat(usage(null, NINE, eleven)).hasSize(2);
    assertThat(usage(null, TEN, eleven)).hasSize(1);
    await(store.usage().forgetBefore(TEN));
    assertThat(usage(null, NINE, eleven)).extracting(HourlyUsage::model).containsExactly("other");
  }

  @Test
  void matchesAreReplaced_whole() {
    LearnedMatch old = new LearnedMatch("b\u00e4st \u0000?", "road", 3, 2, 1, 0.1 + 0.2, 5);
    LearnedMatch late = new LearnedMatch("best", "other", 1, 0, 0, -1, 9);
    await(store.matches().write(List.of(late, old)));
    reopen();
    assertThat(await(store.matches().read()))
        .extracting(LearnedMatch::model, LearnedMatch::strength)
        .containsExactly(tuple("road", 0.1 + 0.2), tuple("other", -1.0));
    await(store.matches().write(List.of(late)));
    assertThat(await(store.matches().read())).containsExactly(late);
  }

  private static StoredWebhook webhook(String id, WebhookProgress progress) {
    WebhookTarget target =
        new WebhookTarget(
            "https://a.example/\u00e9?\u0000",
            "mine",
            List.of("model.*"),
            List.of(),
            List.of(),
            List.of());
    return new StoredWebhook(
        id,
        new StoredWebhook.Endpoint(
            target, WebhookState.DISABLED, "why", NINE, "sealed", "old", TEN.plusNanos(1_000)),
        progress);
  }

  private static WebhookAttempt attempt(long number) {
    return new WebhookAttempt(
        number, "msg", "model.added", 1, NINE, Result.FAILED, 500, 7, "no", "a\u0000b", TEN);
  }

  @Test
  void webhooks_andWhatBecameOfThem_areKept() {
    WebhookProgress begun = WebhookProgress.from("e", LogPosition.START);
    WebhookProgress later =
        begun
            .at("e", new LogPosition(7, 3))
            .with(new WebhookReplay(LogPosition.START, LogPosition.endOf(9)))
            .failed(2, NINE, NINE, TEN);
    await(store.webhooks().put(webhook("wh_1", begun), List.of(), 3));
    await(store.webhooks().put(webhook("wh_2", begun), List.of(attempt(1)), 3));
    WebhookProgress logged = later;
    for (int number = 1; number <= 5; number++) {
      logged = logged.logged();
      await(store.webhooks().put(webhook("wh_1", logged), List.of(attempt(number)), 3));
    }
    reopen();

    assertThat(await(store.webhooks().read()))
        .containsExactly(webhook("wh_1", logged), webhook("wh_2", begun));
    assertThat(await(store.webhooks().attempts("wh_1", Long.MAX_VALUE, 10)))
        .containsExactly(attempt(5), attempt(4), attempt(3));
    assertThat(await(store.webhooks().attempts("wh_1", 5, 1))).containsExactly(attempt(4));
    await(store.webhooks().remove("wh_1"));
    reopen();
    assertThat(await(store.webhooks().read())).containsExactly(webhook("wh_2", begun));
    assertThat(await(store.webhooks().attempts("wh_1", Long.MAX_VALUE, 10))).isEmpty();
    assertThat(await(store.webhooks().attempts("wh_2", Long.MAX_VALUE, 10))).hasSize(1);
  }

  @Test
  void sources_andWhatTheyHadLast_areKept() {
    String json = "{\"name\":\"\\u00e9\\u0000\"}";
    await(store.sources().put("configured", "status", "models"));
    await(store.sources().add("b", json));
    await(store.sources().add("a", json));
    await(store.sources().putStatus("a", "first"));
    await(store.sources().put("b", "first", json));
    await(store.sources().putStatus("b", "second"));
    reopen();

    assertThat(await(store.sources().read()))
        .containsExactly(
            new StoredSource("configured", null, "status"),
            new StoredSource("b", json, "second"),
            new StoredSource("a", json, "first"));
    assertThat(await(store.sources().models("b"))).isEqualTo(json);
    assertThat(await(store.sources().models("a"))).isNull();
    assertThat(await(store.sources().models("none"))).isNull();
    await(store.sources().remove("configured"));
    await(store.sources().add("b", "other"));
    reopen();
    assertThat(await(store.sources().read()))
        .containsExactly(
            new StoredSource("a", json, "first"), new StoredSource("b", "other", null));
    assertThat(await(store.sources().models("b"))).isNull();
  }
}
