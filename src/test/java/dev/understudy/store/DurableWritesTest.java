package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static dev.understudy.store.KeptRegistry.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of a write, over a log that fails when it is told to. */
class DurableWritesTest {

  private final Vertx vertx = Vertx.vertx();
  private final FakeLog log = new FakeLog();
  private final KeptRegistry kept = KeptRegistry.open(vertx, log, false);
  private final List<String> ended = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static UnderstudyException broken() {
    return StoreFailure.of("the disk is on fire");
  }

  private Future<RegistryWrite> put(String id) {
    return kept.begin(registry -> registry.put(model(id), ANY))
        .onComplete(write -> ended.add(id), failure -> ended.add(id + ": " + failure.getMessage()));
  }

  /** On the registry's event loop, as a log does; what follows has been done when it returns. */
  private void succeed(FakeLog.Append append) {
    onLoop(() -> append.end().complete());
  }

  private void fail(FakeLog.Append append) {
    onLoop(() -> append.end().fail(broken()));
  }

  /** Says which revision is the last that is kept. */
  private void settle(long upTo) throws InterruptedException {
    Promise<Long> asked = log.nextSettle();
    onLoop(() -> asked.complete(upTo));
  }

  private void settleUnknown() throws InterruptedException {
    settleUnknown(broken());
  }

  private void settleUnknown(UnderstudyException why) throws InterruptedException {
    Promise<Long> asked = log.nextSettle();
    onLoop(() -> asked.fail(why));
  }

  private void onLoop(Runnable task) {
    await(
        kept.onLoop(
            () -> {
              task.run();
              return Future.succeededFuture();
            }));
  }

  private boolean isThere(String id) {
    return kept.registry.snapshot().get(id) != null;
  }

  /** Another server may have made it otherwise meanwhile; what is refused is so from memory. */
  @Test
  void whatChangesNothing_isNotAcknowledged_whenTheLogIsAway() throws Exception {
    put("a");
    succeed(log.nextAppend());
    log.share();
    Future<RegistryWrite> same = kept.begin(registry -> registry.put(model("a"), ANY));
    failRebase();
    assertThat(code(same)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    Future<RegistryWrite> missing = kept.begin(registry -> registry.remove("none", ANY));
    failRebase();
    assertThat(code(missing)).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    put("b");
    succeed(log.nextAppend());
    assertThat(isThere("b")).isTrue();
  }

  private void failRebase() throws InterruptedException {
    FakeLog.Rebase asked = log.nextRebase();
    onLoop(() -> asked.end().fail(broken()));
    settleUnknown();
  }

  private static ErrorCode code(Future<?> refused) {
    return ((UnderstudyException)
            await(refused.transform(done -> Future.succeededFuture(done.cause()))))
        .code();
  }

  @Test
  void aWriteShows_andIsAcknowledged_whenItIsKept() throws Exception {
    Future<RegistryWrite> write = put("a");
    FakeLog.Append append = log.nextAppend();
    assertThat(write.isComplete()).isFalse();
    assertThat(isThere("a")).isFalse();
    assertThat(kept.revision()).isZero();

    succeed(append);
    assertThat(write.result().revision().number()).isEqualTo(1);
    assertThat(isThere("a")).isTrue();
    assertThat(kept.shown).hasValue(1);
  }

  @Test
  void writesOfATurn_areKeptTogether_inTheirOrder() throws Exception {
    onLoop(
        () -> {
          put("a");
          put("b");
          put("c");
        });
    FakeLog.Append append = log.nextAppend();
    assertThat(append.revisions()).containsExactly(1L, 2L, 3L);
    assertThat(ended).isEmpty();
    succeed(append);
    assertThat(ended).containsExactly("a", "b", "c");
    assertThat(log.isIdle()).isTrue();
  }

  @Test
  void whileSomeAreKept_theNextAreHandedOn_andThenGather() throws Exception {
    List<FakeLog.Append> underWay = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      put("m" + i);
      underWay.add(log.nextAppend());
    }
    put("e");
    put("f");
    onLoop(() -> {});
    assertThat(log.isIdle()).isTrue();
    succeed(underWay.get(0));
    FakeLog.Append rest = log.nextAppend();
    assertThat(rest.revisions()).containsExactly(17L, 18L);
    underWay.subList(1, 16).forEach(this::succeed);
    assertThat(ended).hasSize(16).startsWith("m0", "m1").endsWith("m15");
    succeed(rest);
    assertThat(ended).hasSize(18).endsWith("e", "f");
  }

  @Test
  void aLongTurn_handsOnWhatIsEnough_beforeItEnds() throws Exception {
    onLoop(
        () -> {
          for (int i = 0; i < 200; i++) {
            put("m" + i);
          }
        });
    for (int i = 1; i <= 6; i++) {
      assertThat(log.nextAppend().revisions()).hasSize(32).endsWith(32L * i);
    }
    assertThat(log.nextAppend().revisions()).hasSize(8).endsWith(200L);
  }

  /** A log makes one after the other; that it tells so, too, is not relied on. */
  @Test
  void nothingShows_beforeAllThatWasBeforeIt() throws Exception {
    put("a");
    FakeLog.Append first = log.nextAppend();
    put("b");
    succeed(log.nextAppend());
    assertThat(ended).isEmpty();
    assertThat(kept.revision()).isZero();
    succeed(first);
    assertThat(ended).containsExactly("a", "b");
    assertThat(kept.revision()).isEqualTo(2);
  }

  @Test
  void ofThoseUnderWay_whatIsKeptStays_andTheRestIsTakenBack() throws Exception {
    List<FakeLog.Append> underWay = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      put(id);
      underWay.add(log.nextAppend());
    }
    Future<RegistryWrite> refused =
        kept.begin(registry -> registry.put(model("c"), Precondition.mustNotExist()));
    succeed(underWay.get(0));
    fail(underWay.get(1));
    fail(underWay.get(2));
    put("d");
    onLoop(() -> {});
    assertThat(ended).containsExactly("a");
    settle(2);
    assertThat(log.isIdle()).isTrue();
    assertThat(ended)
        .containsExactly(
            "a",
            "b",
            "c: not kept, so nothing was changed: the disk is on fire",
            "d: not kept, so nothing was changed: the disk is on fire");
    assertThat(refused.cause()).hasMessageContaining("not kept");
    assertThat(kept.revision()).isEqualTo(2);
    put("e");
    assertThat(log.nextAppend().revisions()).containsExactly(3L);
  }

  /** A refusal may follow from a write that is not kept yet: it waits for that. */
  @Test
  void aRefusal_waitsForWhatItWasHeldAgainst() throws Exception {
    put("a");
    Future<RegistryWrite> refused =
        kept.begin(registry -> registry.put(model("a"), Precondition.mustNotExist()));
    FakeLog.Append append = log.nextAppend();
    onLoop(() -> {});
    assertThat(refused.isComplete()).isFalse();
    succeed(append);
    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
    assertThat(kept.revision()).isEqualTo(1);
  }

  @Test
  void aFailedAppend_changesNothing_andFailsWhatGathered() throws Exception {
    put("a");
    FakeLog.Append append = log.nextAppend();
    put("b");
    assertThat(log.nextAppend().revisions()).containsExactly(2L);
    fail(append);
    put("c");
    settle(0);
    assertThat(ended)
        .containsExactly(
            "a: not kept, so nothing was changed: the disk is on fire",
            "b: not kept, so nothing was changed: the disk is on fire",
            "c: not kept, so nothing was changed: the disk is on fire");
    assertThat(kept.revision()).isZero();
    assertThat(kept.shown).hasValue(0);

    Future<RegistryWrite> next = put("d");
    FakeLog.Append again = log.nextAppend();
    assertThat(again.revisions()).containsExactly(1L);
    succeed(again);
    assertThat(next.result().revision().number()).isEqualTo(1);
    assertThat(isThere("a") || isThere("b") || isThere("c")).isFalse();
  }

  @Test
  void anAppendThatFailed_butIsKept_isAcknowledged() throws Exception {
    put("a");
    fail(log.nextAppend());
    put("b");
    settle(1);
    assertThat(ended).containsExactly("a");
    assertThat(log.nextAppend().revisions()).containsExactly(2L);
  }

  @Test
  void whileItIsNotKnown_writesAreRefused_andReadsGoOn() throws Exception {
    put("before");
    succeed(log.nextAppend());
    put("a");
    fail(log.nextAppend());
    put("b");
    settleUnknown();
    put("c");
    onLoop(() -> {});
    assertThat(ended)
        .containsExactly(
            "before",
            "a: it is not known yet whether this was kept: the disk is on fire",
            "b: not kept, so nothing was changed: the disk is on fire",
            "c: not kept, so nothing was changed: the disk is on fire");
    assertThat(isThere("before")).isTrue();
    assertThat(isThere("a")).isFalse();

    settleUnknown(StoreFailure.of("the disk is gone"));
    put("e");
    onLoop(() -> {});
    assertThat(ended).last().isEqualTo("e: not kept, so nothing was changed: the disk is gone");
    settle(2);
    assertThat(isThere("a")).isTrue();
    assertThat(isThere("b")).isFalse();
    assertThat(kept.shown).hasValue(2);
    put("d");
    FakeLog.Append next = log.nextAppend();
    assertThat(next.revisions()).containsExactly(3L);
    succeed(next);
    assertThat(isThere("d")).isTrue();
  }

  @Test
  void whatTurnsOutNotToBeKept_neverShows() throws Exception {
    put("a");
    fail(log.nextAppend());
    settleUnknown();
    settle(0);
    put("b");
    FakeLog.Append next = log.nextAppend();
    assertThat(next.revisions()).containsExactly(1L);
    succeed(next);
    assertThat(isThere("a")).isFalse();
    assertThat(isThere("b")).isTrue();
    assertThat(kept.shown).hasValue(1);
  }

  /** What it has attempted can no longer be told from what the log still has. */
  @Test
  void inDoubtForLongerThanRevisionsAreKept_theLogIsReadAnew() throws Exception {
    put("a");
    fail(log.nextAppend());
    settleUnknown();
    Promise<Long> asked = log.nextSettle();
    onLoop(() -> asked.fail(new LogGapException("up to revision 6 only the latest is kept")));
    Promise<Recovered> lost = log.nextReading();
    onLoop(() -> lost.fail(broken()));
    put("b");
    onLoop(() -> {});
    assertThat(ended).last().isEqualTo("b: not kept, so nothing was changed: the disk is on fire");
    Promise<Long> again = log.nextSettle();
    onLoop(() -> again.fail(new LogGapException("up to revision 7 only the latest is kept")));
    Promise<Recovered> read = log.nextReading();
    onLoop(() -> read.complete(new Recovered("epoch", new Revision(8), List.of())));
    put("c");
    FakeLog.Append next = log.nextAppend();
    assertThat(next.revisions()).containsExactly(9L);
    succeed(next);
    assertThat(isThere("a")).isFalse();
    assertThat(isThere("c")).isTrue();
  }

  @Test
  void whereWhatOthersWroteCannotBeTakenOver_writesFail() throws Exception {
    log.share();
    Future<RegistryWrite> refused = kept.begin(registry -> registry.remove("none", ANY));
    FakeLog.Rebase asked = log.nextRebase();
    onLoop(
        () -> {
          assertThatThrownBy(() -> asked.onto().apply(others(7)))
              .hasMessageContaining("revision 7 after 0 (expected: the next)");
          asked.end().fail(broken());
        });
    assertThat(code(refused)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    settle(0);
    put("a");
    succeed(log.nextAppend());
    assertThat(isThere("a")).isTrue();
  }

  /** The database was silent for too long: whatever it says then, others were followed since. */
  @Test
  void whatWasGivenUp_isNotFollowed() throws Exception {
    kept.follow(1);
    FakeLog.Rebase late = log.nextRebase();
    onLoop(() -> late.end().fail(broken()));
    settle(0);
    kept.follow(1);
    FakeLog.Rebase next = log.nextRebase();
    onLoop(
        () -> {
          assertThatThrownBy(() -> late.onto().apply(others(1))).hasMessageContaining("too late");
          assertThat(kept.revision()).isZero();
          assertThat(next.onto().apply(others(1))).isEmpty();
        });
    assertThat(kept.revision()).isEqualTo(1);
  }

  private static OthersPage others(long revision) {
    LoggedWrite told =
        new LoggedWrite(new Revision(revision), Instant.EPOCH, Cause.WRITE, List.of());
    return new OthersPage(List.of(new OthersWrite(told, List.of())), false);
  }

  /** Sixteen clients add to one number by If-Match, over a log that fails every so often. */
  @Test
  void conflictsNeverLoseAnUpdate() {
    for (long seed = 1; seed <= 4; seed++) {
      FlakyLog flaky = new FlakyLog(Store.inMemory(vertx, () -> "epoch").log(), seed);
      KeptRegistry counted = KeptRegistry.open(vertx, flaky, false);
      AtomicInteger failing = flaky.failing;
      failing.set(0);
      counted.put("counter");
      failing.set(1);
      AtomicInteger added = new AtomicInteger();
      AtomicInteger conflicts = new AtomicInteger();
      List<Future<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        clients.add(add(counted, 20, added, conflicts));
      }
      await(Future.all(clients));
      assertThat(counter(counted)).isEqualTo(added.get()).isEqualTo(16 * 20);
      assertThat(conflicts).hasPositiveValue();
      assertThat(flaky.failures).as("seed %d", seed).isPositive();
      counted.close();
    }
  }

  private static int counter(KeptRegistry kept) {
    ModelEntry entry = Objects.requireNonNull(kept.registry.snapshot().get("counter"));
    String text = entry.model().description();
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static Future<Void> add(
      KeptRegistry kept, int times, AtomicInteger added, AtomicInteger conflicts) {
    if (times == 0) {
      return Future.succeededFuture();
    }
    ModelEntry entry = Objects.requireNonNull(kept.registry.snapshot().get("counter"));
    String text = entry.model().description();
    int next = (text == null ? 0 : Integer.parseInt(text)) + 1;
    Precondition unchanged = Precondition.revisionIn(Set.of(entry.revision()));
    return kept.begin(
            registry ->
                registry.patch("counter", patch("{\"description\":\"" + next + "\"}"), unchanged))
        .transform(
            (write, failure) -> {
              if (failure == null) {
                added.incrementAndGet();
              } else {
                assertThat(((UnderstudyException) failure).code())
                    .isIn(ErrorCode.PRECONDITION_FAILED, ErrorCode.STORE_UNAVAILABLE);
                conflicts.incrementAndGet();
              }
              return add(kept, failure == null ? times - 1 : times, added, conflicts);
            });
  }

  /** Fails appends before they are made, and after. */
  private static final class FlakyLog implements RevisionLog {
    private final RevisionLog log;
    private final Random random;
    private final AtomicInteger failing = new AtomicInteger(1);
    private int failures;
    private boolean isBroken;

    FlakyLog(RevisionLog log, long seed) {
      this.log = log;
      this.random = new Random(seed);
    }

    @Override
    public Future<Recovered> open(boolean acceptLoss) {
      return log.open(acceptLoss);
    }

    @Override
    public Future<Recovered> read(boolean acceptLoss) {
      return log.read(acceptLoss);
    }

    @Override
    public Future<Void> append(List<LogEntry> entries) {
      int fate = failing.get() == 0 ? 9 : random.nextInt(10);
      isBroken |= fate == 0;
      if (fate > 1 && !isBroken) {
        return log.append(entries);
      }
      failures++;
      return (isBroken ? Future.<Void>succeededFuture() : log.append(entries))
          .compose(done -> Future.failedFuture(broken()));
    }

    @Override
    public Instant lastAt() {
      return log.lastAt();
    }

    @Override
    public Future<Long> settle() {
      isBroken = false;
      return log.settle();
    }

    @Override
    public Future<Void> rebase(boolean hold, Function<OthersPage, List<LogEntry>> onto) {
      return log.rebase(hold, onto);
    }

    @Override
    public Future<Long> compact(Retention retention, Instant now) {
      return log.compact(retention, now);
    }

    @Override
    public History history() {
      return log.history();
    }

    @Override
    public Future<Void> close() {
      return log.close();
    }
  }
}
