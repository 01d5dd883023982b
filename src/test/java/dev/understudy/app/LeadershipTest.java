package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.Peers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Who leads, when what the leader does cannot be begun, or the lead is lost or handed over. */
class LeadershipTest {

  private static final Duration BEAT = Duration.ofMillis(5);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicReference<String> lead = new AtomicReference<>("");
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  /** Servers that see the same lead, as those of one database do. */
  private final class Shared implements Peers {
    private final String name;

    Shared(String name) {
      this.name = name;
    }

    @Override
    public boolean isPossible() {
      return true;
    }

    @Override
    public Future<Void> listen(LongConsumer moved) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Long> beat() {
      return Future.succeededFuture(7L);
    }

    @Override
    public Future<Boolean> lead(String url, boolean anew) {
      if (anew) {
        lead.compareAndSet("", name);
      }
      return Future.succeededFuture(name.equals(lead.get()));
    }

    @Override
    public Future<Void> yieldLead() {
      lead.compareAndSet(name, "");
      return Future.succeededFuture();
    }

    @Override
    public Future<Optional<String>> leader() {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  /** Says what is done, in order. */
  private final class Told implements Leadership.Work {
    private final String name;
    private final Future<Void> begun;

    Told(String name, Future<Void> begun) {
      this.name = name;
      this.begun = begun;
    }

    @Override
    public Future<Void> begin() {
      done.add(name + " begins");
      return begun;
    }

    @Override
    public Future<Void> end() {
      done.add(name + " ends while " + lead.get() + " has the lead");
      return Future.succeededFuture();
    }
  }

  private Leadership started(String name, Future<Void> begun) throws Exception {
    Leadership started = new Leadership(vertx, new Shared(name), BEAT);
    onLoop(() -> started.start("http://" + name, moved -> {}, List.of(new Told(name, begun))));
    return started;
  }

  private void onLoop(Supplier<Future<Void>> task) throws Exception {
    Promise<Void> ended = Promise.promise();
    loop.runOnContext(run -> task.get().onComplete(ended));
    ended.future().await(30, TimeUnit.SECONDS);
  }

  private String next() throws InterruptedException {
    String next = done.poll(30, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  /** Not by chance: whoever beats first after it has failed. */
  @RepeatedTest(8)
  void whoCannotBegin_leavesTheLeadToOthers() throws Exception {
    lead.set("nobody who is there");
    Leadership broken = started("broken", Future.failedFuture("no"));
    started("whole", Future.succeededFuture());
    lead.set("broken"); // not before it has tried may the other one
    assertThat(next()).isEqualTo("broken begins");
    assertThat(next()).isEqualTo("broken ends while broken has the lead");
    assertThat(next()).isEqualTo("whole begins");
    assertThat(lead.get()).isEqualTo("whole");
    assertThat(broken.isLeading()).isFalse();
  }

  /** Its connection came back before it was asked: what it remembers may be old all the same. */
  @Test
  void whoLostTheLead_beginsAnew() throws Exception {
    started("first", Future.succeededFuture());
    assertThat(next()).isEqualTo("first begins");
    lead.set("");
    assertThat(next()).isEqualTo("first ends while  has the lead");
    assertThat(next()).isEqualTo("first begins");
  }

  @Test
  void whoHandsOver_hasEndedBeforeAnotherBegins_andDoesNotLeadAgain() throws Exception {
    Leadership first = started("first", Future.succeededFuture());
    assertThat(next()).isEqualTo("first begins");
    onLoop(first::handOver);
    assertThat(next()).isEqualTo("first ends while first has the lead");
    assertThat(lead.get()).isEmpty();
    started("second", Future.succeededFuture());
    assertThat(next()).isEqualTo("second begins");
    assertThat(first.elsewhere()).isNotNull();
  }
}
