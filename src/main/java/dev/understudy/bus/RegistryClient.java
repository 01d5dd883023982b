package dev.understudy.bus;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchHit;
import dev.understudy.discovery.SearchPage;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.discovery.Via;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelLayers;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.AliasHistory;
import dev.understudy.store.ChangePage;
import dev.understudy.store.EventPage;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import dev.understudy.store.Version;
import dev.understudy.store.VersionDiff;
import dev.understudy.store.VersionPage;
import dev.understudy.store.Versions;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageReport;
import dev.understudy.usage.UsageSpan;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What another verticle uses: every operation of the registry, of name resolution and of
 * simulation, over the local or a clustered bus. A failed future holds an {@link
 * UnderstudyException} with the same code as over HTTP. Safe on any thread; futures complete on the
 * caller's context.
 */
public final class RegistryClient {

  /** How long an answer is waited for, where nothing else is said. */
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final DeliveryOptions options;

  /** A client on the bus of that Vert.x that waits for the {@link #USUAL_TIMEOUT}. */
  public RegistryClient(Vertx vertx) {
    this(vertx, USUAL_TIMEOUT);
  }

  /**
   * A client on the bus of that Vert.x.
   *
   * @param timeout how long an answer is waited for, at least 1 ms; then the future fails with
   *     UNAVAILABLE
   */
  public RegistryClient(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    BusCodec.register(vertx.eventBus());
    options = new DeliveryOptions().setCodecName(BusCodec.NAME).setSendTimeout(timeout.toMillis());
  }

  /** Sends any request. */
  public <R> Future<R> request(BusRequest<R> request) {
    BusRequest.Route<R> route = request.route();
    return vertx
        .eventBus()
        .request(route.address(), request, options)
        .map(reply -> route.replyType().cast(reply.body()))
        .recover(failure -> Future.failedFuture(BusFailure.received(failure, route.address())));
  }

  /** The model of that name, written as it may be; fails with MODEL_NOT_FOUND. */
  public Future<ModelDefinition> get(String name) {
    return find(name, ResolveMode.FUZZY).map(FoundModel::model);
  }

  /** The model of that name and how it was found; fails with MODEL_NOT_FOUND. */
  public Future<FoundModel> find(String name, ResolveMode mode) {
    return request(new BusRequest.GetModel(name, mode));
  }

  /** The model of that name, or one made up from what the name says. */
  public Future<ModelDefinition> getOrCreate(String name) {
    return create(name).map(FoundModel::model);
  }

  /** As {@link #getOrCreate}, with how it was found. */
  public Future<FoundModel> create(String name) {
    return create(name, ResolveMode.FUZZY);
  }

  /**
   * The model of that name and how it was found, or one made up from what the name says.
   *
   * @param mode how far a name may be from the model's; beyond that one is made up
   */
  public Future<FoundModel> create(String name, ResolveMode mode) {
    return request(new BusRequest.GetOrCreateModel(name, mode));
  }

  /** Whether there is a model of exactly that id or alias. */
  public Future<Boolean> exists(String name) {
    return find(name, ResolveMode.ALIAS)
        .map(found -> found.via() != Via.FINE_TUNE)
        .recover(
            failure ->
                failure instanceof UnderstudyException known
                        && known.code() == ErrorCode.MODEL_NOT_FOUND
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }

  /** What a model can do. */
  public Future<ModelCapabilities> capabilities(String name) {
    return get(name).map(ModelDefinition::capabilities);
  }

  /** The models that the filters let through. */
  public Future<ModelPage> list(ModelQuery query) {
    return request(new BusRequest.ListModels(query));
  }

  /** Their ids. */
  public Future<List<String>> listIds(ModelQuery query) {
    return request(new BusRequest.ListIds(query)).map(ModelIds::ids);
  }

  /** How many models there are. */
  public Future<Integer> count() {
    return request(new BusRequest.CountModels()).map(ModelCount::models);
  }

  /** Counts by owner, provider, capability, status and origin. */
  public Future<RegistryStats> stats() {
    return request(new BusRequest.GetStats());
  }

  /** Registers a model, in place of one of the same id. */
  public Future<RegistryWrite> register(ModelDefinition model) {
    return registerAll(List.of(model), OnConflict.REPLACE);
  }

  /** Registers models, all or none. */
  public Future<RegistryWrite> registerAll(List<ModelDefinition> models, OnConflict onConflict) {
    return request(new BusRequest.RegisterModels(models, onConflict));
  }

  /** Writes a model if the precondition holds. */
  public Future<RegistryWrite> put(ModelDefinition model, Precondition precondition) {
    return request(new BusRequest.PutModel(model, precondition));
  }

  /** Changes fields of a model if the precondition holds. */
  public Future<RegistryWrite> patch(String id, MergePatch patch, Precondition precondition) {
    return request(new BusRequest.PatchModel(id, patch, precondition));
  }

  /** Removes a model if the precondition holds. */
  public Future<RegistryWrite> remove(String id, Precondition precondition) {
    return request(new BusRequest.RemoveModel(id, precondition));
  }

  /** Removes all models. */
  public Future<RegistryWrite> clear() {
    return request(new BusRequest.ClearModels());
  }

  /**
   * What was written over a model, which fields it overrides and what lies beneath; also of one
   * that was deleted.
   *
   * @param name an id or alias; fails with MODEL_NOT_FOUND when nothing is known under it
   */
  public Future<ModelLayers> layers(String name) {
    return request(new BusRequest.GetLayers(name));
  }

  /**
   * The versions of a model, the latest first; also of one that is no more.
   *
   * @param name an id or alias
   */
  public Future<List<Version>> listVersions(String name) {
    return listVersions(name, Long.MAX_VALUE, Versions.MAX_LIMIT).map(VersionPage::versions);
  }

  /**
   * A page of them.
   *
   * @param before only those before that revision
   * @param limit the most, 1 to {@value Versions#MAX_LIMIT}
   */
  public Future<VersionPage> listVersions(String name, long before, int limit) {
    return request(new BusRequest.ListVersions(name, before, limit));
  }

  /**
   * One version of a model; fails with VERSION_NOT_FOUND.
   *
   * @param version what the definition calls itself, or else a revision: the model as it was then
   */
  public Future<Version> version(String name, String version) {
    return request(new BusRequest.GetVersion(name, version));
  }

  /** What had that name, as id or alias, at that time; fails with VERSION_NOT_FOUND. */
  public Future<Version> asOf(String name, Instant time) {
    return request(new BusRequest.GetAsOf(name, time));
  }

  /**
   * How two versions of a model differ.
   *
   * @param to null for the latest
   */
  public Future<VersionDiff> diff(String name, String from, @Nullable String to) {
    return request(new BusRequest.DiffVersions(name, from, to));
  }

  /** Makes a model what it was in an earlier version, if the precondition holds. */
  public Future<RegistryWrite> rollBack(String id, String version, Precondition precondition) {
    return request(new BusRequest.RollBackModel(id, version, precondition));
  }

  /**
   * What changed after a point of the log, in order.
   *
   * @param limit the most, 1 to {@value Versions#MAX_LIMIT}
   */
  public Future<ChangePage> changes(LogPosition since, int limit) {
    return request(new BusRequest.ListChanges(since, limit));
  }

  /**
   * What an alias meant, the latest first.
   *
   * @param before only what was before that revision
   * @param limit the most, 1 to {@value Versions#MAX_LIMIT}
   */
  public Future<AliasHistory> aliasHistory(String alias, long before, int limit) {
    return request(new BusRequest.GetAliasHistory(alias, before, limit));
  }

  /**
   * From which revision on it is known what every model was, and every change since: older versions
   * are dropped as the store's settings say.
   */
  public Future<Revision> keptFrom() {
    return request(new BusRequest.GetKeptFrom());
  }

  /** All that the registry holds, as the text of a snapshot file. */
  public Future<String> save() {
    return request(new BusRequest.SaveSnapshot()).map(SnapshotText::text);
  }

  /** Makes the registry what it was when a snapshot was written, as one revision. */
  public Future<RegistryWrite> restore(String text) {
    return restore(text, Precondition.none());
  }

  /** The same, if the precondition holds of the whole registry, whose last write counts. */
  public Future<RegistryWrite> restore(String text, Precondition precondition) {
    return request(new BusRequest.RestoreSnapshot(text, precondition));
  }

  /** How a name resolves, and why. */
  public Future<Resolution> resolve(String name, ResolveMode mode) {
    return request(new BusRequest.ResolveName(name, mode));
  }

  /** How names resolve, and why: one answer for each, in their order; 1 to 1,000 names. */
  public Future<List<Resolution>> resolveAll(List<String> names, ResolveMode mode) {
    return request(new BusRequest.ResolveNames(names, mode)).map(Resolutions::data);
  }

  /**
   * Notes that a name was rightly, or wrongly, taken to mean a model, which settles later ties.
   *
   * @param model an id or alias; fails with MODEL_NOT_FOUND when it is neither
   */
  public Future<LearnedMatch> learn(String name, String model, boolean right) {
    return request(new BusRequest.LearnMatch(name, model, right));
  }

  /** The names that were most often matched, and with what; 1 to 100 of them. */
  public Future<List<LearnedMatch>> popularMatches(int limit) {
    return request(new BusRequest.PopularMatches(limit)).map(LearnedMatches::data);
  }

  /** What a name was taken to mean so far. */
  public Future<List<LearnedMatch>> matchHistory(String name) {
    return request(new BusRequest.MatchHistory(name)).map(LearnedMatches::data);
  }

  /**
   * The models that fit the words, best first.
   *
   * @param limit the most, 1 to {@value SearchQuery#MAX_LIMIT}
   */
  public Future<List<SearchHit>> search(String words, int limit) {
    return searchQuery(words, limit).compose(this::search).map(SearchPage::hits);
  }

  /** What is wrong with a query is told like what is wrong with any other request. */
  private static Future<SearchQuery> searchQuery(String words, int limit) {
    try {
      return Future.succeededFuture(new SearchQuery(words, limit));
    } catch (UnderstudyException e) {
      return Future.failedFuture(e);
    }
  }

  /** A page of the models that fit the words and pass the filters, best first, with facets. */
  public Future<SearchPage> search(SearchQuery query) {
    return request(new BusRequest.SearchModels(query));
  }

  /**
   * Counts a request to a model that was made elsewhere.
   *
   * @param model its id or alias; fails with MODEL_NOT_FOUND when there is none
   * @return the model for which it counts
   */
  public Future<ModelDefinition> recordUsage(String model, RequestUsage usage) {
    return request(new BusRequest.RecordUsage(model, ResolveMode.ALIAS, usage))
        .map(FoundModel::model);
  }

  /** What a model was used for in the last 24 hours; see {@link #usage(String, UsageSpan)}. */
  public Future<UsageReport> usage(String model) {
    return usage(model, UsageSpan.LAST_DAY);
  }

  /**
   * What a model was used for, up to this moment.
   *
   * @param model its id or alias, or the id of one that was removed; fails with MODEL_NOT_FOUND
   *     when there is none
   */
  public Future<UsageReport> usage(String model, UsageSpan span) {
    return request(new BusRequest.GetUsage(model, ResolveMode.ALIAS, span));
  }

  /** What all models together were used for, up to this moment. */
  public Future<UsageReport> totalUsage(UsageSpan span) {
    return request(new BusRequest.GetUsage(null, ResolveMode.ALIAS, span));
  }

  /**
   * The models that were used most.
   *
   * @param limit how many, 1 to {@value TopModels#MAX_LIMIT}
   */
  public Future<TopModels> topModels(TopModels.By by, UsageSpan span, int limit) {
    return request(new BusRequest.GetTopModels(by, span, limit));
  }

  /**
   * Opens a simulated answer. Its parts come to {@code handler}, as far as {@code credits} tokens
   * reach; {@link BusStream#request} gives more.
   */
  public Future<BusStream> stream(StreamOptions options, int credits, Handler<StreamPart> handler) {
    return BusStream.open(vertx, this, options, credits, handler);
  }

  /**
   * What happened after a point, in order; see {@link #changes}.
   *
   * @param limit the most, 1 to {@value Versions#MAX_LIMIT}
   */
  public Future<EventPage> events(LogPosition since, int limit) {
    return request(new BusRequest.ListEvents(since, limit));
  }

  /**
   * Listens to every accepted write, from now on. Some may be missed, as a bus does not keep them:
   * {@link #follow} misses none.
   *
   * @return {@code unregister} stops it
   */
  public MessageConsumer<RegistryEvent> onChange(Consumer<RegistryEvent> listener) {
    return vertx
        .eventBus()
        .<RegistryEvent>consumer(Addresses.EVENTS, message -> listener.accept(message.body()));
  }

  /**
   * Listens to models that are added, from now on.
   *
   * @return {@code unregister} stops it
   */
  public MessageConsumer<RegistryEvent> onModelAdded(Consumer<ModelDefinition> listener) {
    return onChange(
        write ->
            write.events().stream()
                .filter(event -> event.type() == EventType.MODEL_ADDED)
                .map(Event::model)
                .filter(Objects::nonNull)
                .forEach(listener));
  }

  /**
   * Listens to the ids of models that are removed, from now on.
   *
   * @return {@code unregister} stops it
   */
  public MessageConsumer<RegistryEvent> onModelRemoved(Consumer<String> listener) {
    return onChange(
        write ->
            write.events().stream()
                .filter(event -> event.type() == EventType.MODEL_REMOVED)
                .map(Event::subject)
                .forEach(listener));
  }

  /**
   * Tells of everything that happened after a point, and goes on with what happens: in order, each
   * event once, on the calling context. What the bus has lost is read from the log.
   *
   * @param since where to go on, such as {@link LoggedEvent#position} of the last one seen
   */
  public Following follow(LogPosition since, Follower follower) {
    return new Following(vertx, this, since, follower);
  }
}
