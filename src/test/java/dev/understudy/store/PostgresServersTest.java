package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistryContents;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Several servers that keep one log together, as far as the store goes. */
class PostgresServersTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();
  private final Vertx vertx = Vertx.vertx();
  private final List<Server> servers = new ArrayList<>();

  @TempDir private Path dir = Path.of("");

  /** One of them. */
  private record Server(Store store, KeptRegistry kept) {

    void close() {
      await(store.peers().close());
      kept.close();
    }
  }

  @AfterEach
  void close() {
    servers.forEach(Server::close);
    await(vertx.close());
  }

  private Store store(String folder) {
    return Store.postgresql(vertx, postgres.url(database), dir.resolve(folder), () -> "epoch");
  }

  private Server server() {
    Store store = store("server" + servers.size());
    Server server = new Server(store, KeptRegistry.open(vertx, store.log(), false));
    servers.add(server);
    return server;
  }

  private Server following() {
    Server server = server();
    server.kept.follow(server.store.peers());
    return server;
  }

  private List<Server> following(int count) {
    return IntStream.range(0, count).mapToObj(i -> following()).toList();
  }

  @Test
  void whatOneWrites_theOthersTakeOver_withItsEvents() throws Exception {
    List<Server> all = following(3);
    all.get(0).kept.put("a");
    all.get(0).kept.write(registry -> registry.put(model("b", "alias"), ANY));
    all.get(1).kept.awaitRevision(2);
    all.get(1).kept.write(registry -> registry.remove("a", ANY));
    all.get(1).kept.write(registry -> registry.put(model("c", "alias2"), ANY));
    for (Server server : all) {
      server.kept.awaitRevision(4);
    }
    assertSame(all);
    assertThat(all.get(2).kept.contents().models()).containsOnlyKeys("b", "c");
  }

  private static void assertSame(List<Server> all) {
    KeptRegistry first = all.get(0).kept;
    for (Server other : all.subList(1, all.size())) {
      assertThat(shown(other.kept)).isEqualTo(shown(first));
      assertThat(told(other.kept)).isEqualTo(told(first));
    }
  }

  private static List<String> told(KeptRegistry kept) {
    List<String> told = new ArrayList<>();
    for (LoggedWrite write : kept.told) {
      for (Event event : write.events()) {
        told.add(
            KeptLogContract.text(
                new LoggedEvent(write.revision(), write.at(), write.cause(), event)));
      }
    }
    return told;
  }

  /** Without what lies beneath, which is the leader's. */
  private static List<Object> shown(KeptRegistry kept) {
    RegistryContents contents = kept.contents();
    List<Object> shown = new ArrayList<>(List.of(contents.revision(), contents.aliases()));
    contents.models().forEach((id, each) -> shown.add(List.of(id, each.model(), each.revision())));
    return shown;
  }

  /** Each at its own pace, so that now one is first and now another; one has the catalog. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatAllWriteAtOnce_comesOutTheSame(long seed) throws Exception {
    List<Server> all = following(3);
    List<ModelDefinition> catalog = List.of();
    List<RandomWrites> random =
        IntStream.range(0, 3).mapToObj(i -> new RandomWrites(seed * 10 + i)).toList();
    for (int round = 0; round < 20; round++) {
      Map<RandomWrites.Next, Future<?>> writes = new LinkedHashMap<>();
      for (int i = 0; i < all.size(); i++) {
        boolean leads = i == 0;
        for (int each = 0; each < 5; each++) {
          RandomWrites.Next next = random.get(i).next(leads);
          writes.put(next, all.get(i).kept.begin(next.operation()));
        }
      }
      for (Map.Entry<RandomWrites.Next, Future<?>> write : writes.entrySet()) {
        await(write.getValue().recover(PostgresServersTest::refused));
        List<ModelDefinition> taken = write.getKey().catalog();
        catalog = taken != null && write.getValue().succeeded() ? taken : catalog;
      }
    }
    long last = all.stream().mapToLong(server -> server.kept.revision()).max().orElseThrow();
    for (Server server : all) {
      server.kept.awaitRevision(last);
    }
    assertSame(all);
    // Who takes the lead, and so the catalog, brings nothing to light that was removed elsewhere.
    for (Server server : all) {
      takesTheCatalog(server, catalog, all);
    }
    assertThat(all.get(1).kept.contents()).isEqualTo(all.get(0).kept.contents());
    assertThat(all.get(2).kept.contents()).isEqualTo(all.get(0).kept.contents());
    Server later = server();
    assertThat(shown(later.kept)).isEqualTo(shown(all.get(0).kept));
    assertThat(CrashTest.revisions(later.store.log().history())).isEqualTo(later.kept.revision());
  }

  /** What lies beneath may have changed since it was written down, which is told without fields. */
  private static void takesTheCatalog(
      Server server, List<ModelDefinition> catalog, List<Server> all) throws InterruptedException {
    RegistryWrite write = server.kept.write(registry -> registry.replaceCatalog(catalog));
    assertThat(write.changes())
        .allSatisfy(change -> assertThat(change.after()).isEqualTo(change.before()));
    assertThat(all.indexOf(server) > 0 || write.isNoOp()).as("who has it knows it all").isTrue();
    for (Server each : all) {
      each.kept.awaitRevision(write.revision().number());
    }
  }

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, System.getProperty("full") == null ? 4 : 100);
  }

  private static <T> Future<T> refused(Throwable failure) {
    boolean isRefused =
        failure instanceof UnderstudyException known && known.code() != ErrorCode.STORE_UNAVAILABLE;
    return isRefused ? Future.succeededFuture() : Future.failedFuture(failure);
  }

  /** Each raises a number where it is still what it has read; none may be lost. */
  @Test
  void noUpdateIsLost() throws Exception {
    List<Server> all = following(3);
    all.get(0).kept.write(registry -> registry.put(numbered(0), ANY));
    for (Server server : all) {
      server.kept.awaitRevision(1);
    }
    int made = 0;
    for (int round = 0; round < 60; round++) {
      List<Future<RegistryWrite>> raised = all.stream().map(server -> raise(server.kept)).toList();
      for (Future<RegistryWrite> each : raised) {
        made += await(each.transform(done -> Future.succeededFuture(done))).succeeded() ? 1 : 0;
        if (each.failed()) {
          assertThat(each.cause())
              .isInstanceOfSatisfying(
                  UnderstudyException.class,
                  refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        }
      }
    }
    for (Server server : all) {
      server.kept.awaitRevision(made + 1);
    }
    assertThat(made).isGreaterThanOrEqualTo(60);
    assertThat(read(all.get(2).kept).model().description()).isEqualTo(Integer.toString(made));
    assertSame(all);
  }

  private static ModelDefinition numbered(int number) {
    return model("n").with(b -> b.description(Integer.toString(number)));
  }

  private static RegistryContents.Shown read(KeptRegistry kept) {
    return Objects.requireNonNull(kept.contents().models().get("n"));
  }

  private static Future<RegistryWrite> raise(KeptRegistry kept) {
    RegistryContents.Shown read = read(kept);
    int next = Integer.parseInt(String.valueOf(read.model().description())) + 1;
    Revision seen = read.revision();
    return kept.begin(
        registry -> registry.put(numbered(next), Precondition.revisionIn(Set.of(seen))));
  }

  /** The connection that is told, that which writes and those that read. */
  private void cut() {
    postgres.execute(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'understudy' AND datname = current_database()");
  }

  @Test
  void whoWasCutOff_catchesUp() throws Exception {
    Server writing = following();
    Server reading = following();
    for (int i = 0; i < 5; i++) {
      writing.kept.put("before" + i);
      caughtUp(reading);
      cut();
      written(writing.kept, "after" + i);
      caughtUp(reading);
    }
    assertSame(List.of(writing, reading));
    assertThat(reading.kept.contents().models()).hasSize(10);
  }

  /** As a server does every second, which may not be told again yet. */
  private static void caughtUp(Server server) throws InterruptedException {
    long revision = beat(server.store.peers());
    server.kept.follow(revision);
    server.kept.awaitRevision(revision);
  }

  private static void written(KeptRegistry kept, String id) {
    until(() -> kept.put(id));
  }

  private static long beat(Peers peers) {
    return until(() -> await(peers.beat()));
  }

  private static <T> T until(Supplier<T> attempt) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try {
        return attempt.get();
      } catch (UnderstudyException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  /** More than is read at once. */
  @Test
  void whoWasAwayForLong_takesOverAll() throws Exception {
    Server writing = following();
    Server late = server();
    List<Future<RegistryWrite>> writes = new ArrayList<>();
    int count = 2 * LogTail.MOST + 1 + ThreadLocalRandom.current().nextInt(LogTail.MOST);
    for (int i = 0; i < count; i++) {
      String id = "m" + i;
      writes.add(writing.kept.begin(registry -> registry.put(model(id), ANY)));
    }
    writes.forEach(KeptRegistry::await);
    late.kept.follow(1);
    late.kept.awaitRevision(count);
    assertSame(List.of(writing, late));
  }

  /** A revision of one bulk may have more rows than are read at once, or many may have together. */
  @Test
  void whoMissedBulks_takesOverAll() throws Exception {
    Server writing = following();
    Server late = server();
    writeBulks(writing);
    writing.kept.write(ModelRegistry::clear);
    late.kept.follow(7);
    late.kept.awaitRevision(7);
    assertSame(List.of(writing, late));
  }

  private static void writeBulks(Server writing) {
    for (int size : List.of(1, LogTail.MOST_ROWS + 1, 2, LogTail.MOST_ROWS - 2, 7, 9)) {
      List<ModelDefinition> bulk =
          IntStream.range(0, size).mapToObj(i -> model("m" + i + "of" + size)).toList();
      writing.kept.write(registry -> registry.registerAll(bulk, OnConflict.REPLACE));
    }
  }

  /** However much was missed, little of it is in memory at once. */
  @Test
  void whatWasMissed_isReadByPagesOfRows() {
    RevisionLog late = store("late").log();
    await(late.open(false));
    writeBulks(following());
    List<List<Long>> pages = new ArrayList<>();
    AtomicBoolean hasMore = new AtomicBoolean(true);
    while (hasMore.get()) {
      await(
          late.rebase(
              false,
              page -> {
                pages.add(page.writes().stream().map(w -> w.told().revision().number()).toList());
                hasMore.set(page.hasMore());
                return List.of();
              }));
    }
    await(late.close());
    assertThat(pages)
        .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L), List.of(5L, 6L));
  }

  /**
   * Of its head there may be a row left, or of no revision that it would read at once.
   *
   * @param id of the model that is there when it is away, and removed
   * @param missed how often another is written meanwhile
   */
  @ParameterizedTest
  @CsvSource({"first, 30", "n, 30", "n, 700"})
  void whoWasAwayForLongerThanRevisionsAreKept_readsTheLogAnew(String id, int missed)
      throws Exception {
    Server writing = following();
    Server late = server();
    Server deaf = server();
    writing.kept.put(id);
    for (Server server : List.of(late, deaf)) {
      server.kept.follow(1);
      server.kept.awaitRevision(1);
    }
    for (int i = 0; i < missed; i++) {
      ModelDefinition next = numbered(i);
      writing.kept.write(registry -> registry.put(next, ANY));
    }
    writing.kept.write(registry -> registry.remove(id, ANY));
    await(writing.store.log().compact(new Retention(3, null), Instant.now()));
    deaf.kept.follow(missed + 2);
    deaf.kept.awaitRevision(missed + 2);
    assertThat(shown(deaf.kept)).isEqualTo(shown(writing.kept));
    assertThat(late.kept.put("last").revision().number()).isEqualTo(missed + 3);
    writing.kept.awaitRevision(late.kept.revision());
    assertThat(shown(late.kept)).isEqualTo(shown(writing.kept));
    late.kept.put("more");
    writing.kept.awaitRevision(late.kept.revision());
    assertThat(shown(late.kept)).isEqualTo(shown(writing.kept));
  }

  /** It has no catalog of its own: the log says what lies beneath, also of what stood before. */
  @Test
  void whatIsRemoved_doesNotComeBack_asWhatLiesBeneath() throws Exception {
    staysRemoved(writing -> 2);
  }

  @Test
  void whatIsRemoved_doesNotComeBack_afterALogWasReadAnew() throws Exception {
    staysRemoved(
        writing -> {
          writing.kept.put("c");
          await(writing.store.log().compact(new Retention(1, null), Instant.now()));
          return 3;
        });
  }

  /**
   * Deletes, at a server that did not write it, a model that stood before the catalog had it.
   *
   * @param then what else happens, and up to which revision
   */
  private void staysRemoved(ToLongFunction<Server> then) throws InterruptedException {
    Server writing = following();
    Server late = server();
    List<ModelDefinition> files = List.of(KeptRegistry.ofCatalog("a"), KeptRegistry.ofCatalog("b"));
    writing.kept.put("a");
    writing.kept.write(registry -> registry.replaceCatalog(files));
    long last = then.applyAsLong(writing);
    late.kept.follow(last);
    late.kept.awaitRevision(last);
    late.kept.write(registry -> registry.remove("a", ANY));
    assertThat(late.kept.write(registry -> registry.replaceCatalog(files)).isNoOp()).isTrue();
  }

  /** It finds out by itself, before what it writes is kept. */
  @Test
  void whoHeardOfNothing_writesBehindTheOthers() {
    Server first = server();
    Server deaf = server();
    first.kept.put("a");
    first.kept.put("b");
    assertThat(deaf.kept.put("c").revision().number()).isEqualTo(3);
    assertThat(deaf.kept.contents().models()).containsOnlyKeys("a", "b", "c");
    assertThatThrownBy(() -> first.kept.write(r -> r.put(model("c"), Precondition.mustNotExist())))
        .isInstanceOf(UnderstudyException.class);
    assertThat(first.kept.contents()).isEqualTo(deaf.kept.contents());
  }

  /** All have seen that there is nothing before one of them begins it. */
  @Test
  void manyMayBegin_whereThereIsNothingYet() throws Exception {
    server();
    postgres.execute(database, "DELETE FROM store");
    List<RevisionLog> logs = IntStream.range(0, 3).mapToObj(i -> store("first" + i).log()).toList();
    try (Connection holding = postgres.connect(database);
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE store IN SHARE MODE");
      List<Future<Recovered>> opened = logs.stream().map(log -> log.open(false)).toList();
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (waiting(statement) < logs.size()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      holding.commit();
      opened.forEach(each -> assertThat(await(each).epoch()).isEqualTo("epoch"));
    } finally {
      logs.forEach(log -> await(log.close()));
    }
  }

  private static long waiting(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
      found.next();
      return found.getLong(1);
    }
  }

  @Test
  void oneLeads_andAnotherWhenItIsGone() {
    Peers first = server().store.peers();
    Peers second = server().store.peers();
    assertThat(await(first.leader())).isEmpty();
    assertThat(await(first.lead("http://first", true))).isTrue();
    assertThat(await(second.lead("http://second", true))).isFalse();
    assertThat(await(second.leader())).contains("http://first");
    assertThat(await(first.lead("http://first", false))).isTrue();
    assertThat(await(second.lead("http://second", false))).isFalse();
    assertThatThrownBy(() -> await(servers.get(1).store.webhooks().remove("x")))
        .hasMessageContaining("another server leads");
    await(second.yieldLead());
    assertThat(await(first.lead("http://first", false))).as("it is not the other's").isTrue();
    await(first.yieldLead());
    takesTheLead(second, "http://second");
    assertThat(await(first.lead("http://first", true))).isFalse();
    servers.get(1).close();
    takesTheLead(first, "http://first");
    Server third = server();
    second = third.store.peers();
    servers.get(0).close();
    takesTheLead(second, "http://second");
    assertThat(await(second.leader())).contains("http://second");
    await(third.store.webhooks().remove("x"));
  }

  /** The database may see a moment later that a connection is gone. */
  private static void takesTheLead(Peers peers, String url) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!until(() -> await(peers.lead(url, true)))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** What it could not say to the others it must not hold on to. */
  @Test
  void whoFailsToTakeTheLead_leavesIt() {
    Server first = server();
    Server second = server();
    postgres.execute(
        database, "ALTER TABLE leader ADD CONSTRAINT refused CHECK (url <> 'http://first')");
    assertThatThrownBy(() -> await(first.store.peers().lead("http://first", true)))
        .hasMessageContaining("refused");
    takesTheLead(second.store.peers(), "http://second");
  }

  /** Whatever it believes: what it leads is no longer kept. */
  @Test
  void whoLostItsConnection_leadsNoMore() {
    Server first = server();
    Server second = server();
    assertThat(await(first.store.peers().lead("http://first", true))).isTrue();
    cut();
    takesTheLead(second.store.peers(), "http://second");
    assertThat(until(() -> await(first.store.peers().lead("http://first", false)))).isFalse();
    assertThatThrownBy(() -> await(first.store.webhooks().remove("x")))
        .hasMessageContaining("another server leads");
    written(first.kept, "a");
    assertThat(first.kept.revision()).isEqualTo(1);
  }

  @Test
  void whatTwoServersLearned_addsUp() {
    MatchStore first = server().store.matches();
    MatchStore second = server().store.matches();
    assertThat(await(first.read())).isEmpty();
    assertThat(await(second.read())).isEmpty();
    await(first.write(List.of(new LearnedMatch("best", "road", 3, 2, 1, 0.5, 7))));
    await(second.write(List.of(new LearnedMatch("best", "road", 1, 1, 0, 0.25, 9))));
    await(first.write(List.of(new LearnedMatch("best", "road", 4, 3, 1, 0.75, 11))));
    assertThat(await(server().store.matches().read()))
        .containsExactly(new LearnedMatch("best", "road", 5, 4, 1, 0.75, 11));
  }

  @Test
  void aLossIsOnlyAccepted_whereNoOtherServerIsAtWork() {
    Server first = server();
    first.kept.put("a");
    first.kept.put("b");
    postgres.execute(database, "UPDATE changes SET name = 'x' WHERE revision = 2");
    Store second = store("second");
    assertThatThrownBy(() -> await(second.log().open(true)))
        .hasMessageContaining("in use by another server (expected: none, while a loss is accepted");
    await(second.log().close());
    first.close();
    Store third = store("third");
    assertThat(await(third.log().open(true)).revision().number()).isEqualTo(1);
    await(third.log().close());
  }
}
