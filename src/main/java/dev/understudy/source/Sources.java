package dev.understudy.source;

import dev.understudy.address.CheckedHosts;
import dev.understudy.address.HostResolver;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Notice;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.Cause;
import dev.understudy.store.SourceStore;
import dev.understudy.store.StoredSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All remote sources, and the layer that they make with the catalog's files. Confined to the
 * registry's event loop.
 */
public final class Sources {

  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  /** Adding another is refused. */
  private static final int MOST = 1_000;

  private static final String THREADS = "understudy-source-names";

  /**
   * A name that takes its time delays its source, and no other as long as there are not so many.
   */
  private static final int NAMES_AT_ONCE = 8;

  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final SourceSettings settings;
  private final WorkerExecutor names;
  private final Surroundings around;
  private final LowerLayer layer;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, Future<SourceStatus>> removing = new HashMap<>();
  private boolean isRunning;

  /** What sources work with. */
  record Surroundings(
      Vertx vertx,
      Clock clock,
      RandomGenerator random,
      SourceTimers timers,
      SourceFetcher fetcher,
      KeptSources kept,
      SourceMeter meter) {}

  /**
   * No source yet; see {@link #load}.
   *
   * @param clock by which models that are missing are removed
   * @param random spreads fetches around their interval
   * @param timers by which sources wait
   * @param settings where they may be
   * @param store where they are kept
   * @param meter counts what comes of them
   * @param registry as it was recovered
   * @param writer the way of every write to it
   */
  public Sources(
      Vertx vertx,
      Clock clock,
      RandomGenerator random,
      SourceTimers timers,
      SourceSettings settings,
      SourceStore store,
      SourceMeter meter,
      ModelRegistry registry,
      BiFunction<Cause, Supplier<RegistryWrite>, Future<RegistryWrite>> writer) {
    this.settings = settings;
    this.names = vertx.createSharedWorkerExecutor(THREADS, NAMES_AT_ONCE);
    CheckedHosts hosts = new CheckedHosts(HostResolver.on(names), settings.rules());
    this.around =
        new Surroundings(
            vertx,
            clock,
            random,
            timers,
            new SourceFetcher(vertx, timers, settings.schemes(), hosts),
            new KeptSources(vertx, store),
            meter);
    this.layer = new LowerLayer(registry, writer::apply);
  }

  /**
   * Goes on with the sources of the configuration, then those that were added since, from what each
   * had last, on this server or another. None is fetched.
   *
   * @return fails when the store cannot be read
   */
  public Future<Void> load(List<SourceSpec> configured) {
    return around.kept().read().compose(kept -> load(configured, kept));
  }

  private Future<Void> load(List<SourceSpec> configured, List<StoredSource> kept) {
    Map<String, StoredSource> byName = new HashMap<>();
    kept.forEach(stored -> byName.put(stored.name(), stored));
    Future<Void> loaded = Future.succeededFuture();
    for (SourceSpec spec : configured) {
      loaded = loaded.compose(before -> resume(spec, true, byName.get(spec.name())));
    }
    for (StoredSource stored : kept) {
      if (stored.spec() != null) {
        loaded = loaded.compose(before -> resume(KeptSources.spec(stored), false, stored));
      }
    }
    return loaded;
  }

  /** One after the other, as the later ones lie above. */
  private Future<Void> resume(SourceSpec spec, boolean configured, @Nullable StoredSource stored) {
    if (sources.containsKey(spec.name())) {
      LOG.warn("source {} that was added is not used: the configuration has one", spec.name());
      return Future.succeededFuture();
    }
    Source source = new Source(spec, configured, around, layer);
    sources.put(spec.name(), source);
    Future<KeptSources.Copy> copy =
        stored == null ? Future.succeededFuture(KeptSources.Copy.NONE) : around.kept().copy(stored);
    return copy.map(
        last -> {
          source.resume(last);
          return null;
        });
  }

  /** Fetches each source, and from now on every so often; after {@link #load}, and once. */
  public void start() {
    isRunning = true;
    sources.values().forEach(Source::start);
  }

  /**
   * Fetches no more, for good.
   *
   * @return completes when it is kept what was taken, so that others can go on, or that takes too
   *     long
   */
  public Future<Void> stop() {
    isRunning = false;
    List<Future<?>> taking = new ArrayList<>();
    sources.values().forEach(source -> taking.add(source.stop()));
    return around
        .fetcher()
        .close()
        .eventually(names::close)
        .eventually(
            () ->
                Future.join(taking)
                    .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwiseEmpty());
  }

  /**
   * Replaces what the catalog's files have, below what sources brought. Where that does not go
   * together in a registry that holds nothing yet, the files come first.
   */
  public Future<RegistryWrite> replaceFiles(Collection<ModelDefinition> models) {
    Future<RegistryWrite> taken = layer.replaceFiles(models);
    return layer.revision().number() > 0 || sources.isEmpty()
        ? taken
        : taken.recover(
            failure -> {
              LOG.warn("last copies of sources not used: {}", failure.getMessage());
              layer.forgetContents();
              sources.values().forEach(Source::forget);
              return layer.replaceFiles(models);
            });
  }

  /** All of them, the one that wins last. */
  public SourceList list() {
    return new SourceList(sources.values().stream().map(Source::status).toList());
  }

  /** One of them. */
  public SourceStatus get(String name) {
    return existing(name).status();
  }

  /** Fetches one now; see {@link Source#refresh}. */
  public Future<SourceRefresh> refresh(String name, boolean force, boolean dryRun) {
    return existing(name).refresh(force, dryRun);
  }

  /**
   * Adds one, above all others, which is fetched at once.
   *
   * @return completes when it is kept, with its models or not; fails when there is one of that name
   */
  public Future<SourceStatus> add(SourceSpec spec) {
    Faults faults = new Faults();
    spec.check(settings.schemes(), faults);
    faults.refuseRequest();
    refuseAnother(spec.name());
    Source source = new Source(spec, false, around, layer);
    sources.put(spec.name(), source);
    return around
        .kept()
        .add(spec)
        .onFailure(notKept -> sources.remove(spec.name()))
        .map(
            kept -> {
              layer.add(spec.name(), SourceContent.EMPTY);
              start(source);
              return source.status();
            });
  }

  /** Not when all have been stopped meanwhile. */
  private void start(Source source) {
    if (isRunning) {
      source.start();
    }
  }

  private void refuseAnother(String name) {
    if (sources.containsKey(name)) {
      throw new UnderstudyException(
          ErrorCode.SOURCE_EXISTS,
          "there is a source \"%s\" already (expected: a new name)".formatted(name),
          "name");
    }
    if (sources.size() >= MOST) {
      throw new UnderstudyException(
          ErrorCode.OVERLOADED,
          "there are %d sources (expected: fewer than %d)".formatted(sources.size(), MOST),
          null);
    }
  }

  /**
   * Removes one that was added, and its models first. Where the store does not forget it, it goes
   * on, and its models come back.
   *
   * @return completes when all of that is kept, with how it did last; fails when it is the
   *     configuration's
   */
  public Future<SourceStatus> remove(String name) {
    Source source = existing(name);
    if (source.configured()) {
      throw new UnderstudyException(
          ErrorCode.SOURCE_EXISTS,
          "source \"%s\" is the configuration's (expected: one that was added)".formatted(name),
          "name");
    }
    Future<SourceStatus> same = removing.get(name);
    if (same != null) {
      return same;
    }
    Future<SourceStatus> removed = remove(source);
    removing.put(name, removed);
    return removed.onComplete(ended -> removing.remove(name));
  }

  private Future<SourceStatus> remove(Source source) {
    String name = source.spec().name();
    SourceStatus last = source.status();
    return source
        .stop()
        .compose(stopped -> layer.empty(name, content -> removed(source.spec(), content)))
        .compose(gone -> around.kept().remove(name))
        .onFailure(
            stays -> {
              source.forget();
              start(source);
            })
        .map(
            forgotten -> {
              layer.remove(name);
              sources.remove(name);
              return last;
            });
  }

  private static Notice removed(SourceSpec spec, SourceContent last) {
    SourceDiff diff = SourceDiff.between(last, SourceContent.EMPTY);
    return new Notice(EventType.SOURCE_UPDATED, spec.name(), null, diff.details(spec.url()));
  }

  private Source existing(String name) {
    Source source = sources.get(name);
    if (source == null) {
      throw new UnderstudyException(
          ErrorCode.NOT_FOUND,
          "there is no source \"%s\" (expected: one of %s)".formatted(name, sources.keySet()),
          "name");
    }
    return source;
  }
}
