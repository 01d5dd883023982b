package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses follow their dates on time. */
@ExtendWith(VertxExtension.class)
class StatusTimerTest {

  private static final Instant MIDNIGHT = Instant.parse("2030-03-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-5S, 1",
    "PT0S, 1",
    "PT0.000000001S, 1",
    "PT0.0100001S, 11",
    "PT2S, 2000",
    "PT24H, 86400000",
    "PT240000H, 86400000"
  })
  void delay_isRoundedUp_andAtMostADay(Duration until, long millis) {
    assertThat(StatusTimer.delayMillis(MIDNIGHT.minus(until), MIDNIGHT)).isEqualTo(millis);
  }

  /** Goes with the system's clock, from wherever it was last set to. */
  private static final class SetClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void set(Instant now) {
      ahead = Duration.between(Instant.now(), now);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void status_movesAtMidnight_asAnOrdinaryRevision(Vertx vertx) throws Exception {
    SetClock clock = new SetClock();
    clock.set(MIDNIGHT.minus(Duration.ofHours(1)));
    Server.start(
            vertx,
            new ConfigLoader()
                .set("store.url=memory")
                .set("http.port=0")
                .set("catalog.providers=tinyllama")
                .set("catalog.reload_seconds=0")
                .load(Path.of("").toAbsolutePath()),
            clock)
        .await(30, TimeUnit.SECONDS);
    BlockingQueue<RegistryEvent> events = new LinkedBlockingQueue<>();
    RegistryClient client = new RegistryClient(vertx);
    client.onChange(events::add).completion().await(10, TimeUnit.SECONDS);
    clock.set(MIDNIGHT.minusMillis(300));
    client
        .register(
            ModelDefinition.builder("ending").retirementDate(LocalDate.of(2030, 3, 1)).build())
        .await(10, TimeUnit.SECONDS);
    List<Event> written = take(events).events();
    Event registered = written.get(0);
    Event retiring = written.get(1);
    Event moved = take(events).events().get(0);
    assertThat(clock.instant()).isAfterOrEqualTo(MIDNIGHT);
    assertThat(registered.type()).isEqualTo(EventType.MODEL_ADDED);
    assertThat(status(registered.model())).isEqualTo(ModelStatus.ACTIVE);
    assertThat(retiring.type()).isEqualTo(EventType.MODEL_RETIRING);
    assertThat(moved.subject()).isEqualTo("ending");
    assertThat(moved.fields()).contains("status");
    assertThat(status(moved.model())).isEqualTo(ModelStatus.RETIRED);
  }

  @Test
  void failure_isNotTheLastCall_butTheNextIsLater(Vertx vertx) throws Exception {
    Duration retry = Duration.ofMillis(50);
    BlockingQueue<Long> calls = new LinkedBlockingQueue<>();
    StatusTimer timer =
        new StatusTimer(
            vertx,
            Clock.systemUTC(),
            retry,
            () -> {
              calls.add(System.nanoTime());
              throw new IllegalStateException("of the test");
            });
    vertx.runOnContext(run -> timer.set(Optional.of(Instant.EPOCH)));
    long[] nanos = new long[3];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Objects.requireNonNull(calls.poll(10, TimeUnit.SECONDS), "not called again");
    }
    assertThat(Duration.ofNanos(nanos[1] - nanos[0])).isGreaterThan(retry.dividedBy(2));
    assertThat(Duration.ofNanos(nanos[2] - nanos[1])).isGreaterThan(retry.dividedBy(2));
  }

  private static @Nullable ModelStatus status(@Nullable ModelDefinition model) {
    return model == null ? null : model.status();
  }

  private static RegistryEvent take(BlockingQueue<RegistryEvent> events) throws Exception {
    RegistryEvent event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event");
    }
    return event;
  }
}
