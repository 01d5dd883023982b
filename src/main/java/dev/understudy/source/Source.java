package dev.understudy.source;

import dev.understudy.catalog.RemoteCatalog;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.EventType;
import dev.understudy.registry.Notice;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source: fetched every so often and when somebody asks, by one at a time. Confined to the
 * registry's event loop.
 */
final class Source {

  private static final Logger LOG = LoggerFactory.getLogger(Source.class);

  /**
   * How soon a source that failed once is tried again, in seconds; then twice as long, and so on.
   */
  private static final long RETRY_SECONDS = 30;

  private static final int MOST_DOUBLINGS = 16;

  /** Fetches are spread so far around their interval, that not all sources are asked at once. */
  private static final double JITTER = 0.1;

  private final SourceSpec spec;
  private final boolean configured;
  private final Sources.Surroundings around;
  private final LowerLayer layer;

  /** What waits for that which is under way. */
  private final Map<Asked, Future<SourceRefresh>> asked = new HashMap<>();

  private Future<?> running = Future.succeededFuture();
  private Fetched.Validators validators = Fetched.Validators.NONE;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant lastChange;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;
  private int failures;
  private boolean failing;
  private boolean everAsked;

  /** Whether the store has the models that it has. */
  private boolean modelsKept;

  /** Until it is started. */
  private boolean stopped = true;

  /** What came last of a fetch, until it is taken and kept. */
  private Future<?> taking = Future.succeededFuture();

  private @Nullable Instant nextRun;
  private Runnable timer = () -> {};

  /** What one asks for. */
  private record Asked(boolean force, boolean dryRun) {}

  /** What a source has now. */
  private record Read(List<ModelDefinition> models, Fetched.Validators validators) {}

  /** A source of which nothing is known. */
  Source(SourceSpec spec, boolean configured, Sources.Surroundings around, LowerLayer layer) {
    this.spec = spec;
    this.configured = configured;
    this.around = around;
    this.layer = layer;
  }

  SourceSpec spec() {
    return spec;
  }

  boolean configured() {
    return configured;
  }

  /** Goes on from what it had last; of models that are not known the registry may know. */
  void resume(KeptSources.Copy copy) {
    List<SourceContent.Kept> models = copy.models();
    modelsKept = models != null;
    layer.add(
        spec.name(), models == null ? layer.recovered(spec.name()) : SourceContent.of(models));
    KeptSources.Status last = copy.status();
    if (last == null) {
      return;
    }
    validators =
        modelsKept && last.url().equals(spec.url()) ? last.validators() : Fetched.Validators.NONE;
    lastSuccess = last.lastSuccess();
    lastChange = last.lastChange();
    lastError = last.failing();
    lastErrorAt = last.failingAt();
    failing = last.failing() != null;
  }

  /** Asks for all of it the next time. */
  void forget() {
    validators = Fetched.Validators.NONE;
  }

  /** Fetches now, and from now on every so often. */
  void start() {
    stopped = false;
    refresh(false, false);
  }

  /**
   * Fetches no more; nothing that is under way is taken.
   *
   * @return completes when it is kept what was taken already; never fails
   */
  Future<?> stop() {
    stopped = true;
    timer.run();
    nextRun = null;
    return taking.otherwiseEmpty();
  }

  /**
   * Fetches, after what is under way. Who asks for the same before it begins gets the same answer.
   *
   * @param force whether everything is fetched, and taken whatever was lost
   * @param dryRun whether nothing is taken
   */
  Future<SourceRefresh> refresh(boolean force, boolean dryRun) {
    Asked what = new Asked(force, dryRun);
    Future<SourceRefresh> same = asked.get(what);
    if (same != null) {
      return same;
    }
    boolean waits = !running.isComplete();
    Future<SourceRefresh> made =
        running.transform(
            before -> {
              asked.remove(what);
              return once(what);
            });
    if (waits) {
      asked.put(what, made);
    }
    running = made;
    return made;
  }

  private Future<SourceRefresh> once(Asked what) {
    if (stopped) {
      return Future.failedFuture(isStopped());
    }
    return around
        .fetcher()
        .fetch(spec, what.force() ? Fetched.Validators.NONE : validators, failures)
        .compose(this::read)
        .compose(read -> whole(take(read, what)))
        .recover(failure -> whole(failed(SourceFailure.known(spec.name(), failure), what)));
  }

  /** What is to be waited for by a stop. */
  private Future<SourceRefresh> whole(Future<SourceRefresh> take) {
    taking = take;
    return take;
  }

  private UnderstudyException isStopped() {
    return new UnderstudyException(
        ErrorCode.UNAVAILABLE, "source \"%s\" is stopped".formatted(spec.name()), null);
  }

  private Future<Read> read(Fetched fetched) {
    if (!(fetched instanceof Fetched.Body body)) {
      return Future.succeededFuture(new Read(layer.content(spec.name()).present(), validators));
    }
    return around
        .vertx()
        .executeBlocking(
            () -> {
              byte[] json = SourceFetcher.unpacked(body, spec.maxBytes());
              return new Read(RemoteCatalog.read(spec.name(), json), body.validators());
            },
            false);
  }

  private Future<SourceRefresh> take(Read read, Asked what) {
    if (stopped) {
      return Future.failedFuture(isStopped());
    }
    SourceContent before = layer.content(spec.name());
    if (!what.force()) {
      refuseShrunk(before, read.models());
    }
    Duration grace = Duration.ofDays(spec.graceDays());
    SourceContent after = before.next(read.models(), around.clock().instant(), grace);
    SourceDiff diff = SourceDiff.between(before, after);
    if (what.dryRun()) {
      return layer.check(spec.name(), after).map(fits -> answer(diff, true));
    }
    return diff.isEmpty()
        ? succeeded(read.validators(), false).map(kept -> answer(diff, false))
        : layer
            .replace(spec.name(), after, updated(diff))
            .compose(taken -> succeeded(read.validators(), true))
            .map(kept -> answer(diff, false));
  }

  private void refuseShrunk(SourceContent before, List<ModelDefinition> models) {
    int lost = before.lost(models);
    int had = before.presentCount();
    if (lost * 2L > had) {
      throw new UnderstudyException(
          ErrorCode.SOURCE_SHRUNK,
          "%s: %d of %d models are gone (expected: no more than half; force=true takes it)"
              .formatted(spec.url(), lost, had),
          null);
    }
  }

  private Notice updated(SourceDiff diff) {
    return new Notice(EventType.SOURCE_UPDATED, spec.name(), null, diff.details(spec.url()));
  }

  private SourceRefresh answer(SourceDiff diff, boolean dryRun) {
    return new SourceRefresh(!diff.isEmpty(), dryRun, diff, layer.revision(), status());
  }

  private Future<?> succeeded(Fetched.Validators now, boolean changed) {
    Instant at = around.clock().instant();
    boolean differs =
        changed || failing || !now.equals(validators) || lastSuccess == null || !modelsKept;
    if (changed || failing) {
      int models = layer.content(spec.name()).presentCount();
      LOG.info("source {} {}: {} models", spec.name(), changed ? "taken" : "is back", models);
    }
    validators = now;
    lastSuccess = at;
    lastChange = changed ? at : lastChange;
    failures = 0;
    failing = false;
    everAsked = true;
    around.meter().count(changed ? SourceMeter.Result.TAKEN : SourceMeter.Result.UNCHANGED);
    fetchLater();
    modelsKept &= !changed;
    return differs ? save() : Future.succeededFuture();
  }

  /** A dry run leaves no trace. What the store does not keep is not the source's fault. */
  private Future<SourceRefresh> failed(UnderstudyException reason, Asked what) {
    if (what.dryRun() || stopped) {
      return Future.failedFuture(reason);
    }
    around.meter().count(SourceMeter.Result.FAILED);
    boolean isNews = !failing && reason.code() != ErrorCode.STORE_UNAVAILABLE;
    if (isNews || !everAsked) {
      LOG.warn(
          "source {} failed, {} models of its last good copy stay: {}",
          spec.name(),
          layer.content(spec.name()).byId().size(),
          reason.message());
    }
    lastError = reason.message();
    lastErrorAt = around.clock().instant();
    failures++;
    failing |= isNews;
    everAsked = true;
    fetchLater();
    return (isNews ? tellFailure(reason) : Future.succeededFuture())
        .transform(told -> Future.failedFuture(reason));
  }

  private Future<?> tellFailure(UnderstudyException reason) {
    var details = Json.mapper().createObjectNode();
    details.put("url", spec.url());
    details.put("code", reason.code().jsonName());
    details.put("reason", reason.message());
    return layer
        .tell(new Notice(EventType.SOURCE_FAILED, spec.name(), null, details))
        .onFailure(failure -> LOG.warn("source.failed not told: {}", failure.getMessage()))
        .transform(told -> save());
  }

  /** What could not be kept is kept the next time, models before any status that is theirs. */
  private Future<?> save() {
    KeptSources.Status status =
        new KeptSources.Status(
            spec.url(),
            validators,
            lastSuccess,
            lastChange,
            failing ? lastError : null,
            failing ? lastErrorAt : null);
    List<SourceContent.Kept> models =
        modelsKept ? null : List.copyOf(layer.content(spec.name()).kept());
    return around
        .kept()
        .put(spec.name(), status, models)
        .onSuccess(kept -> modelsKept = true)
        .otherwise(
            failure -> {
              LOG.warn("copy of source {} not kept: {}", spec.name(), failure.getMessage());
              return null;
            });
  }

  private void fetchLater() {
    if (stopped || spec.intervalSeconds() == 0) {
      return;
    }
    timer.run();
    Duration delay = delay();
    nextRun = around.clock().instant().plus(delay);
    timer = around.timers().after(delay, () -> refresh(false, false));
  }

  private Duration delay() {
    long seconds = spec.intervalSeconds();
    if (failures > 0) {
      int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
      seconds = Math.min(seconds, RETRY_SECONDS << doublings);
    }
    double factor = 1 - JITTER + 2 * JITTER * around.random().nextDouble();
    return Duration.ofMillis(Math.round(seconds * 1_000 * factor));
  }

  SourceStatus status() {
    SourceContent content = layer.content(spec.name());
    int models = content.presentCount();
    return new SourceStatus(
        spec,
        configured,
        state(),
        models,
        content.byId().size() - models,
        lastSuccess,
        lastChange,
        lastError,
        lastErrorAt,
        failures,
        validators.etag(),
        validators.lastModified(),
        nextRun);
  }

  private SourceStatus.State state() {
    if (!everAsked) {
      return SourceStatus.State.WAITING;
    }
    return failures > 0 ? SourceStatus.State.FAILING : SourceStatus.State.OK;
  }
}
