package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.app.Server;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchHit;
import dev.understudy.discovery.Via;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryChange;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.registry.Sort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What another verticle can do with the client; the same over any bus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryClientContract {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private Vertx vertx;
  private Server server;
  private Another another;

  /** Makes the bus ready before anything uses it. */
  abstract void prepare(Vertx fresh);

  @BeforeAll
  void start() throws Exception {
    vertx = Vertx.vertx();
    prepare(vertx);
    ServerConfig config =
        new ConfigLoader()
            .set("http.port=0")
            .set("catalog.reload_seconds=0")
            .set("simulation.seed=7")
            .load(Path.of("").toAbsolutePath());
    server =
        Server.start(vertx, config, Clock.fixed(NOW, ZoneOffset.UTC)).await(30, TimeUnit.SECONDS);
    another = new Another();
    vertx.deployVerticle(another).await(10, TimeUnit.SECONDS);
  }

  @AfterAll
  void stop() throws Exception {
    server.stop().eventually(vertx::close).await(30, TimeUnit.SECONDS);
  }

  /** A verticle that knows nothing of the server but the bus. */
  private static final class Another extends VerticleBase {
    private RegistryClient client;

    @Override
    public Future<?> start() {
      client = new RegistryClient(vertx);
      return Future.succeededFuture();
    }

    Context context() {
      return context;
    }
  }

  /** Runs on the other verticle's event loop, where the answer has to arrive too. */
  private <T> T ask(Function<RegistryClient, Future<T>> question) throws Exception {
    return asked(question).await(10, TimeUnit.SECONDS);
  }

  private <T> Future<T> asked(Function<RegistryClient, Future<T>> question) {
    Promise<T> answer = Promise.promise();
    another
        .context()
        .runOnContext(
            run ->
                question
                    .apply(another.client)
                    .map(
                        value -> {
                          assertThat(Vertx.currentContext()).isSameAs(another.context());
                          return value;
                        })
                    .onComplete(answer));
    return answer.future();
  }

  private UnderstudyException refusal(Function<RegistryClient, Future<?>> question)
      throws Exception {
    Throwable failure =
        asked(
                client ->
                    question
                        .apply(client)
                        .<Throwable>transform(r -> Future.succeededFuture(r.cause())))
            .await(10, TimeUnit.SECONDS);
    assertThat(failure).isInstanceOf(UnderstudyException.class);
    return (UnderstudyException) failure;
  }

  private boolean exists(String name) throws Exception {
    return ask(client -> client.exists(name));
  }

  private static ModelDefinition model(String id) {
    return ModelDefinition.builder(id).name("A " + id).ownedBy("acme").contextWindow(1000).build();
  }

  private static MergePatch patch(String json) {
    return new MergePatch(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  /* --------------- reads --------------- */

  @Test
  void get_findsBySloppyName() throws Exception {
    assertThat(ask(client -> client.get("gpt-oss-120b")).id()).isEqualTo("openai/gpt-oss-120b");
    FoundModel found = ask(client -> client.find("GPT_4o", ResolveMode.FUZZY));
    assertThat(found.model().id()).isEqualTo("gpt-4o");
    assertThat(found.via()).isEqualTo(Via.NORMALIZED);
    assertThat(found.revision()).isEqualTo(new Revision(1));
  }

  @Test
  void get_unknown_failsWithSuggestions() throws Exception {
    UnderstudyException failure = refusal(client -> client.get("gpt-4o-minni"));
    assertThat(failure.code()).isIn(ErrorCode.MODEL_NOT_FOUND, ErrorCode.AMBIGUOUS_MODEL);
    assertThat(failure.message()).contains("gpt-4o-minni");
    assertThat(failure.param()).isEqualTo("model");
    assertThat(failure.didYouMean()).contains("gpt-4o-mini");
    assertThat(refusal(client -> client.find("GPT_4o", ResolveMode.STRICT)).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void list_filters_sorts_andPages() throws Exception {
    ModelQuery query =
        ModelQuery.builder()
            .can(Capability.VISION)
            .provider("openai")
            .sort(Sort.CONTEXT_WINDOW)
            .descending(true)
            .limit(3)
            .build();
    ModelPage first = ask(client -> client.list(query));
    assertThat(first.models()).hasSize(3);
    assertThat(first.total()).isGreaterThan(3);
    assertThat(first.nextCursor()).isNotNull();
    ModelPage second =
        ask(client -> client.list(query.toBuilder().after(first.nextCursor()).build()));
    List<ModelDefinition> both = new ArrayList<>(first.models());
    both.addAll(second.models());
    assertThat(both)
        .allSatisfy(model -> assertThat(model.capabilities().can(Capability.VISION)).isTrue())
        .allSatisfy(model -> assertThat(model.provider()).isEqualTo("openai"))
        .extracting(ModelDefinition::contextWindow)
        .isSortedAccordingTo(Comparator.nullsLast(Comparator.<Integer>reverseOrder()));
    assertThat(both).extracting(ModelDefinition::id).doesNotHaveDuplicates();
  }

  @Test
  void countAndIdsAndStats_agree() throws Exception {
    RegistryStats stats = ask(RegistryClient::stats);
    assertThat(stats.total()).isGreaterThanOrEqualTo(350);
    assertThat(stats.providers()).hasSizeGreaterThanOrEqualTo(16).containsKey("openai");
    int count = ask(RegistryClient::count);
    assertThat(count).isEqualTo(stats.total());
    List<String> ids = ask(client -> client.listIds(ModelQuery.ALL));
    assertThat(ids).hasSize(stats.total()).isSorted().contains("gpt-4o");
  }

  @Test
  void exists_isForIdsAndAliasesOnly() throws Exception {
    assertThat(exists("gpt-4o")).isTrue();
    ModelDefinition aliased =
        ask(client -> client.list(ModelQuery.ALL)).models().stream()
            .filter(model -> !model.aliases().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(exists(aliased.aliases().get(0).name())).isTrue();
    assertThat(exists("GPT_4o")).isFalse();
    assertThat(exists("ft:gpt-4o:acme::x1")).isFalse();
    assertThat(exists("no such model")).isFalse();
  }

  @Test
  void capabilities_areTheModels() throws Exception {
    assertThat(ask(client -> client.capabilities("gpt-4o")).can(Capability.VISION)).isTrue();
    assertThat(refusal(client -> client.capabilities("no-such-model")).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void resolve_saysHow() throws Exception {
    Resolution resolution = ask(client -> client.resolve("GPT_4o", ResolveMode.FUZZY));
    assertThat(resolution.resolved()).isEqualTo("gpt-4o");
    assertThat(resolution.via()).isEqualTo(Via.NORMALIZED);
    Resolution refused = ask(client -> client.resolve("gpt-77", ResolveMode.FUZZY));
    assertThat(refused.isResolved()).isFalse();
    assertThat(refused.reason()).isNotBlank();
  }

  @Test
  void fineTune_isDerivedFromItsBase() throws Exception {
    FoundModel found = ask(client -> client.find("ft:gpt-4o:acme::x1", ResolveMode.FUZZY));
    assertThat(found.via()).isEqualTo(Via.FINE_TUNE);
    assertThat(found.model().parent()).isEqualTo("gpt-4o");
    assertThat(found.model().pricing()).isNull();
    Resolution resolution = ask(c -> c.resolve("ft:gpt-4o:acme::x1", ResolveMode.FUZZY));
    assertThat(resolution.via()).isEqualTo(Via.FINE_TUNE);
    assertThat(resolution.resolved()).isEqualTo("ft:gpt-4o:acme::x1");
  }

  @Test
  void search_ranks_andRefusesAnImpossibleLimit() throws Exception {
    List<SearchHit> hits = ask(client -> client.search("mixtral moe", 5));
    assertThat(hits).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    assertThat(hits.get(0).id()).containsIgnoringCase("mixtral");
    assertThat(hits).extracting(SearchHit::score).isSortedAccordingTo(Comparator.reverseOrder());
    UnderstudyException failure = refusal(client -> client.search("mixtral", 0));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).isEqualTo("limit");
  }

  @Test
  void getOrCreate_makesOneModelUp_andFindsRealOnes() throws Exception {
    assertThat(ask(client -> client.getOrCreate("GPT_4o")).id()).isEqualTo("gpt-4o");
    String id = "acme/unheard-of-13b-vision";
    ModelDefinition made = ask(client -> client.getOrCreate(id));
    assertThat(made.origin()).isEqualTo(Origin.AUTO);
    assertThat(made.capabilities().can(Capability.VISION)).isTrue();
    assertThat(this.<ModelDefinition>ask(client -> client.getOrCreate(id))).isEqualTo(made);
    assertThat(this.<ModelDefinition>ask(client -> client.get(id))).isEqualTo(made);
    UnderstudyException failure = refusal(client -> client.getOrCreate("not an id?"));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MODEL);
  }

  /* --------------- writes --------------- */

  @Test
  void write_isSeenByTheNextRead_alsoBySloppyName() throws Exception {
    RegistryWrite added = ask(client -> client.register(model("acme/Quick-Fox-9000")));
    assertThat(added.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.kind()).isEqualTo(RegistryChange.Kind.ADDED));
    FoundModel found = ask(client -> client.find("quick fox 9000", ResolveMode.FUZZY));
    assertThat(found.model().id()).isEqualTo("acme/Quick-Fox-9000");
    assertThat(found.revision()).isEqualTo(added.revision());
    assertThat(this.<List<SearchHit>>ask(client -> client.search("quick fox", 3)))
        .first()
        .satisfies(hit -> assertThat(hit.id()).isEqualTo("acme/Quick-Fox-9000"));
    ask(client -> client.remove("acme/Quick-Fox-9000", Precondition.none()));
    assertThat(refusal(client -> client.get("quick fox 9000")).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void registerAll_isAllOrNothing() throws Exception {
    ask(client -> client.register(model("batch-1")));
    List<ModelDefinition> models = List.of(model("batch-2"), model("batch-1"));
    UnderstudyException failure = refusal(client -> client.registerAll(models, OnConflict.FAIL));
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_EXISTS);
    assertThat(failure.message()).contains("batch-1");
    assertThat(exists("batch-2")).isFalse();
    RegistryWrite write = ask(client -> client.registerAll(models, OnConflict.REPLACE));
    assertThat(write.changes()).extracting(RegistryChange::id).containsExactly("batch-2");
    assertThat(ask(client -> client.registerAll(models, OnConflict.REPLACE)).isNoOp()).isTrue();
  }

  @Test
  void put_holdsThePrecondition() throws Exception {
    ModelDefinition model = model("guarded");
    RegistryWrite created = ask(client -> client.put(model, Precondition.mustNotExist()));
    UnderstudyException again = refusal(client -> client.put(model, Precondition.mustNotExist()));
    assertThat(again.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    ModelDefinition changed = model.with(b -> b.name("Other"));
    Precondition late = Precondition.revisionIn(Set.of(new Revision(1)));
    assertThat(refusal(client -> client.put(changed, late)).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    Precondition right = Precondition.revisionIn(Set.of(created.revision()));
    assertThat(ask(client -> client.put(changed, right)).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.fields()).containsExactly("name"));
    assertThat(refusal(client -> client.remove("guarded", right)).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void patch_changesFields_andNamesEveryFault() throws Exception {
    ask(client -> client.register(model("patched")));
    ask(c -> c.patch("patched", patch("{\"name\":\"New\",\"tags\":[\"x\"]}"), Precondition.none()));
    assertThat(ask(client -> client.get("patched")).name()).isEqualTo("New");
    MergePatch bad = patch("{\"context_window\":-1,\"created\":-1}");
    UnderstudyException failure = refusal(c -> c.patch("patched", bad, Precondition.none()));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MODEL);
    assertThat(failure.message()).contains("context_window: -1", "created: -1");
    assertThat(ask(client -> client.get("patched")).contextWindow()).isEqualTo(1000);
  }

  @Test
  void writes_takeIdsOnly() throws Exception {
    UnderstudyException unknown = refusal(c -> c.remove("no-such-model", Precondition.none()));
    assertThat(unknown.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    ModelDefinition clash =
        model("GPT-CLASH").with(b -> b.aliases(List.of(ModelAlias.of("gpt-4o"))));
    UnderstudyException conflict = refusal(client -> client.register(clash));
    assertThat(conflict.code()).isEqualTo(ErrorCode.NAME_CONFLICT);
    assertThat(conflict.message()).contains("gpt-4o", "GPT-CLASH");
  }

  /* --------------- changes --------------- */

  @Test
  void changes_arriveInOrderWithoutGaps() throws Exception {
    List<RegistryEvent> events = new ArrayList<>();
    Promise<List<RegistryEvent>> all = Promise.promise();
    ask(
        client ->
            client
                .onChange(
                    event -> {
                      events.add(event);
                      boolean last =
                          event.changes().stream().anyMatch(c -> c.id().equals("event-last"));
                      if (last) {
                        all.complete(List.copyOf(events));
                      }
                    })
                .completion());
    for (int i = 0; i < 20; i++) {
      ModelDefinition model = model("event-" + i);
      ask(client -> client.register(model));
      ask(client -> client.register(model)); // a no-op tells nobody
    }
    ask(client -> client.remove("event-3", Precondition.none()));
    ask(client -> client.register(model("event-last")));
    List<RegistryEvent> received = all.future().await(10, TimeUnit.SECONDS);
    assertThat(received).hasSize(22);
    long first = received.get(0).revision().number();
    for (int i = 0; i < received.size(); i++) {
      assertThat(received.get(i).revision().number()).isEqualTo(first + i);
      assertThat(received.get(i).epoch()).isEqualTo(server.snapshot().epoch());
    }
    assertThat(received.get(20).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(RegistryChange.Kind.REMOVED);
              assertThat(change.before()).isNotNull();
              assertThat(change.after()).isNull();
            });
  }

  /* --------------- streams --------------- */

  @Test
  void stream_givesNoMoreThanItsCredits_andGoesOnWithMore() throws Exception {
    Receiver receiver = open(StreamOptions.of("gpt-4o", "Say it.", 20).withTimeScale(0), 3);
    receiver.tokens(3);
    assertThat(receiver.stream().opened().tokens()).isEqualTo(20);
    assertThat(receiver.stream().opened().model()).isEqualTo("gpt-4o");
    assertThat(receiver.stream().opened().promptTokens()).isGreaterThan(0);
    assertThat(receiver.stream().opened().plan()).contains("seed=").contains("tokens=20");
    receiver.request(4);
    receiver.tokens(7);
    receiver.request(100);
    assertThat(receiver.ended().await(10, TimeUnit.SECONDS)).isEqualTo("length");
    assertThat(receiver.received()).hasSize(20);
    assertThat(receiver.overdrawn()).isZero();
  }

  @Test
  void stream_ofTheSameSeed_saysTheSame_inTime() throws Exception {
    StreamOptions options =
        StreamOptions.of("gpt-4o", "Say it.", 12).withSeed(42).withTimeScale(0.02);
    Receiver one = open(options, 100);
    Receiver two = open(options, 100);
    one.ended().await(10, TimeUnit.SECONDS);
    two.ended().await(10, TimeUnit.SECONDS);
    assertThat(one.received()).hasSize(12).isEqualTo(two.received());
    assertThat(one.stream().opened().plan()).isEqualTo(two.stream().opened().plan());
    assertThat(one.offsets()).isSorted().allSatisfy(at -> assertThat(at).isPositive());
  }

  @Test
  void stream_stopped_isFreed() throws Exception {
    Receiver receiver = open(StreamOptions.of("gpt-4o", "Say it.", 50).withTimeScale(0), 5);
    receiver.tokens(5);
    String control = receiver.stream().opened().controlAddress();
    another.context().runOnContext(run -> receiver.stream().stop());
    assertThat(receiver.ended().await(10, TimeUnit.SECONDS)).isEqualTo(StreamPart.STOPPED);
    assertThat(receiver.received()).hasSize(5);
    // The stop and this go the same way, so that this arrives after it.
    Throwable gone =
        vertx
            .eventBus()
            .request(control, "anybody?")
            .<Throwable>transform(reply -> Future.succeededFuture(reply.cause()))
            .await(10, TimeUnit.SECONDS);
    assertThat(BusFailure.received(gone, control).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void stream_ofWhatCannotBe_isRefusedTyped() throws Exception {
    StreamOptions unknown = StreamOptions.of("no-such-model", "x", 5);
    assertThat(refusal(client -> client.stream(unknown, 1, part -> {})).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    StreamOptions none = StreamOptions.of("gpt-4o", "x", 0);
    assertThat(refusal(client -> client.stream(none, 1, part -> {})).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    StreamOptions slow = StreamOptions.of("gpt-4o", "x", 5).withTimeScale(-1);
    assertThat(refusal(client -> client.stream(slow, 1, part -> {})).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    StreamOptions good = StreamOptions.of("gpt-4o", "x", 5);
    UnderstudyException credits = refusal(client -> client.stream(good, -1, part -> {}));
    assertThat(credits.message()).isEqualTo("credits: -1 (expected: a whole number from 0)");
  }

  private Receiver open(StreamOptions options, int credits) throws Exception {
    Receiver receiver = new Receiver(credits);
    asked(client -> client.stream(options, credits, receiver::take))
        .onComplete(receiver.opened)
        .await(10, TimeUnit.SECONDS);
    return receiver;
  }

  /** Counts what comes against its credits. */
  private final class Receiver {
    private final List<String> received = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final Map<Integer, Promise<Void>> awaited = new ConcurrentHashMap<>();
    private final Promise<BusStream> opened = Promise.promise();
    private int credits;
    private int overdrawn;

    Receiver(int credits) {
      this.credits = credits;
    }

    /** On the other verticle's event loop. */
    void take(StreamPart part) {
      assertThat(part.from()).isEqualTo(received.size());
      received.addAll(part.pieces());
      offsets.add(part.sentOffsetNanos());
      credits -= part.pieces().size();
      overdrawn = Math.max(overdrawn, -credits);
      awaited.computeIfAbsent(received.size(), n -> Promise.promise()).tryComplete();
    }

    /** Waits until exactly so many have come, at the end of a part. */
    void tokens(int count) throws Exception {
      awaited.computeIfAbsent(count, n -> Promise.promise()).future().await(10, TimeUnit.SECONDS);
    }

    void request(int more) {
      another
          .context()
          .runOnContext(
              run -> {
                credits += more;
                stream().request(more);
              });
    }

    BusStream stream() {
      return opened.future().result();
    }

    Future<String> ended() {
      return stream().ended();
    }

    List<String> received() {
      return received;
    }

    List<Long> offsets() {
      return offsets;
    }

    int overdrawn() {
      return overdrawn;
    }
  }

  /** The other verticle's Vert.x, for what only one kind of bus shows. */
  Vertx vertx() {
    return vertx;
  }
}
