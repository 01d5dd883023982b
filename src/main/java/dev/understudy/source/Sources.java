package dev.understudy.source;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Notice;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.Cause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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

  private final Set<String> allowed;
  private final Surroundings around;
  private final LowerLayer layer;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private Future<?> saving = Future.succeededFuture();

  /** What sources work with. */
  record Surroundings(
      Vertx vertx,
      Clock clock,
      RandomGenerator random,
      SourceTimers timers,
      SourceFetcher fetcher,
      SourceFiles files) {}

  /**
   * No source yet; see {@link #load}.
   *
   * @param clock by which models that are missing are removed
   * @param random spreads fetches around their interval
   * @param timers by which sources wait
   * @param allowed schemes of their URLs
   * @param dataDir where they are kept
   * @param registry as it was recovered
   * @param writer the way of every write to it
   */
  public Sources(
      Vertx vertx,
      Clock clock,
      RandomGenerator random,
      SourceTimers timers,
      Set<String> allowed,
      Path dataDir,
      ModelRegistry registry,
      BiFunction<Cause, Supplier<RegistryWrite>, Future<RegistryWrite>> writer) {
    this.allowed = allowed;
    this.around =
        new Surroundings(
            vertx,
            clock,
            random,
            timers,
            new SourceFetcher(vertx, timers, allowed),
            new SourceFiles(dataDir));
    this.layer = new LowerLayer(registry, writer::apply);
  }

  /** What the folder has of sources. */
  private record Kept(List<SourceSpec> added, Map<String, SourceFiles.Copy> copies) {}

  /**
   * Goes on with the sources of the configuration, then those that were added since, from what each
   * had last. None is fetched.
   *
   * @return fails when it cannot be read which were added
   */
  public Future<Void> load(List<SourceSpec> configured) {
    return around
        .vertx()
        .executeBlocking(() -> kept(configured))
        .map(
            kept -> {
              configured.forEach(spec -> resume(spec, true, kept));
              kept.added().forEach(spec -> resume(spec, false, kept));
              return null;
            });
  }

  private Kept kept(List<SourceSpec> configured) throws IOException {
    List<SourceSpec> added = around.files().added();
    Map<String, SourceFiles.Copy> copies = new HashMap<>();
    List<SourceSpec> all = new ArrayList<>(configured);
    all.addAll(added);
    for (SourceSpec spec : all) {
      SourceFiles.Copy copy = around.files().copy(spec.name());
      if (copy != null) {
        copies.put(spec.name(), copy);
      }
    }
    return new Kept(added, copies);
  }

  private void resume(SourceSpec spec, boolean configured, Kept kept) {
    if (sources.containsKey(spec.name())) {
      LOG.warn("source {} that was added is not used: the configuration has one", spec.name());
      return;
    }
    Source source = new Source(spec, configured, around, layer);
    source.resume(kept.copies().get(spec.name()));
    sources.put(spec.name(), source);
  }

  /** Fetches each source, and from now on every so often. */
  public void start() {
    sources.values().forEach(Source::start);
  }

  /** Fetches no more. */
  public Future<Void> stop() {
    sources.values().forEach(Source::stop);
    return around.fetcher().close();
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
    spec.check(allowed, faults);
    faults.refuseRequest();
    refuseAnother(spec.name());
    Source source = new Source(spec, false, around, layer);
    sources.put(spec.name(), source);
    return save()
        .onFailure(notKept -> sources.remove(spec.name()))
        .map(
            kept -> {
              layer.add(spec.name(), SourceContent.EMPTY);
              source.start();
              return source.status();
            });
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
   * Removes one that was added, and its models.
   *
   * @return how it did last; fails when it is the configuration's
   */
  public Future<SourceStatus> remove(String name) {
    Source source = existing(name);
    if (source.configured()) {
      throw new UnderstudyException(
          ErrorCode.SOURCE_EXISTS,
          "source \"%s\" is the configuration's (expected: one that was added)".formatted(name),
          "name");
    }
    SourceStatus last = source.status();
    source.stop();
    return layer
        .remove(name, content -> removed(source.spec(), content))
        .onFailure(stays -> source.start())
        .compose(
            gone -> {
              sources.remove(name);
              return save();
            })
        .compose(kept -> deleteCopy(name))
        .map(last);
  }

  private static Notice removed(SourceSpec spec, SourceContent last) {
    SourceDiff diff = SourceDiff.between(last, SourceContent.EMPTY);
    return new Notice(EventType.SOURCE_UPDATED, spec.name(), null, diff.details(spec.url()));
  }

  private Future<?> deleteCopy(String name) {
    return around
        .vertx()
        .executeBlocking(
            () -> {
              around.files().deleteCopy(name);
              return null;
            })
        .otherwiseEmpty(); // of no use without its source
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

  /** Keeps which were added, as they are when it comes to it. */
  private Future<?> save() {
    saving =
        saving.transform(
            before -> {
              List<SourceSpec> added =
                  sources.values().stream()
                      .filter(source -> !source.configured())
                      .map(Source::spec)
                      .toList();
              return around
                  .vertx()
                  .executeBlocking(
                      () -> {
                        around.files().saveAdded(added);
                        return null;
                      });
            });
    return saving.recover(
        failure ->
            Future.failedFuture(
                new UnderstudyException(
                    ErrorCode.STORE_UNAVAILABLE, "sources not kept: " + failure, null)));
  }
}
