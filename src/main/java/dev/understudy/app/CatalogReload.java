package dev.understudy.app;

import dev.understudy.catalog.Catalog;
import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.catalog.CatalogWatcher;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for edits of the catalog files, off the event loop and never twice at once. A good edit is
 * handed over; a bad one is reported, and the running catalog stays. A good one that the registry
 * refuses is handed over again when the registry has moved, for then it can fit. Confined to the
 * event loop that starts it, but for {@link #now}.
 */
final class CatalogReload {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogReload.class);

  private final Vertx vertx;
  private final CatalogLoader loader;
  private final CatalogWatcher watcher;
  private final Set<String> providers;
  private final Function<Catalog, Future<?>> taker;
  private final LongSupplier revision;
  private final Context context;
  private Future<Boolean> looking = Future.succeededFuture();
  private @Nullable Refused refused;
  private boolean stopped;

  /**
   * A reload on the calling event loop.
   *
   * @param providers whose models to load; empty for all
   * @param taker gets each catalog that was edited and is good; fails when it cannot be taken
   * @param revision moves when a catalog that could not be taken may fit
   */
  CatalogReload(
      Vertx vertx,
      CatalogLoader loader,
      CatalogWatcher watcher,
      Set<String> providers,
      Function<Catalog, Future<?>> taker,
      LongSupplier revision) {
    this.vertx = vertx;
    this.loader = loader;
    this.watcher = watcher;
    this.providers = providers;
    this.taker = taker;
    this.revision = revision;
    this.context = vertx.getOrCreateContext();
  }

  /** Hands over what was loaded first, as if it had been edited. */
  Future<Boolean> first(Catalog loaded) {
    return handOver(loaded).onFailure(CatalogReload::report);
  }

  /** Looks every so often, until it is stopped; zero for never. */
  void every(Duration interval) {
    if (!interval.isZero() && !stopped) {
      vertx.setTimer(interval.toMillis(), timer -> look().onComplete(looked -> every(interval)));
    }
  }

  /** Looks no more. */
  void stop() {
    stopped = true;
  }

  /**
   * Looks now. Safe on any thread.
   *
   * @return whether there was an edit, which has been taken; fails when it is bad
   */
  Future<Boolean> now() {
    Promise<Boolean> looked = Promise.promise();
    context.runOnContext(run -> look().onComplete(looked));
    return looked.future();
  }

  private Future<Boolean> look() {
    looking = looking.transform(before -> lookOnce());
    return looking;
  }

  private Future<Boolean> lookOnce() {
    Callable<@Nullable Catalog> edited = () -> watcher.poll() ? load() : null;
    return vertx.executeBlocking(edited).onFailure(this::bad).compose(this::take);
  }

  /** What was refused before is no longer what the files say. */
  private void bad(Throwable failure) {
    refused = null;
    report(failure);
  }

  private Catalog load() {
    return providers.isEmpty() ? loader.load() : loader.load(providers);
  }

  /**
   * A good catalog that the registry did not take.
   *
   * @param revision of the registry then
   */
  private record Refused(Catalog catalog, long revision, Throwable reason) {

    /** What a store did not keep, it may keep the next time. */
    boolean mayFitAt(long now) {
      return revision != now
          || (reason instanceof UnderstudyException known
              && known.code() == ErrorCode.STORE_UNAVAILABLE);
    }
  }

  private Future<Boolean> take(@Nullable Catalog edited) {
    Refused before = refused;
    if (stopped) {
      return Future.succeededFuture(false);
    }
    if (edited != null) {
      return handOver(edited)
          .onSuccess(taken -> LOG.info("catalog reloaded: {} models", edited.models().size()))
          .onFailure(CatalogReload::report);
    }
    if (before == null) {
      return Future.succeededFuture(false);
    }
    return before.mayFitAt(revision.getAsLong())
        ? handOver(before.catalog()) // told once
        : Future.failedFuture(before.reason());
  }

  private Future<Boolean> handOver(Catalog catalog) {
    return taker
        .apply(catalog)
        .map(
            taken -> {
              refused = null;
              return true;
            })
        .onFailure(reason -> refused = new Refused(catalog, revision.getAsLong(), reason));
  }

  private static void report(Throwable failure) {
    if (failure instanceof InvalidModelException) {
      LOG.error(
          "catalog not taken, the one before stays: what was written over a model does not fit it. Change the file, or PATCH or DELETE the model:\n{}",
          failure.getMessage());
    } else if (failure instanceof CatalogException || failure instanceof UnderstudyException) {
      LOG.error("catalog not taken, the one before stays:\n{}", failure.getMessage());
    } else {
      LOG.error("catalog not taken, the one before stays", failure);
    }
  }
}
