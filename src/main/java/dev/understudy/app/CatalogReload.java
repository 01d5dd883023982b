package dev.understudy.app;

import dev.understudy.catalog.Catalog;
import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.catalog.CatalogWatcher;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for edits of the catalog files, off the event loop. A good edit is handed over; a bad one
 * is reported, and the running catalog stays. Confined to the registry's event loop.
 */
final class CatalogReload {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogReload.class);

  private final CatalogLoader loader;
  private final CatalogWatcher watcher;
  private final Set<String> providers;
  private final Duration interval;

  /**
   * A reload that is not started.
   *
   * @param interval how often to look; zero for never
   */
  CatalogReload(
      CatalogLoader loader, CatalogWatcher watcher, Set<String> providers, Duration interval) {
    this.loader = loader;
    this.watcher = watcher;
    this.providers = providers;
    this.interval = interval;
  }

  /** Looks every so often, never twice at once, and hands good edits to {@code taker}. */
  void start(Vertx vertx, Consumer<Catalog> taker) {
    if (!interval.isZero()) {
      vertx.setTimer(
          interval.toMillis(),
          timer -> look(vertx, taker).onComplete(looked -> start(vertx, taker)));
    }
  }

  private Future<Void> look(Vertx vertx, Consumer<Catalog> taker) {
    Callable<@Nullable Catalog> edited = () -> watcher.poll() ? load() : null;
    return vertx
        .executeBlocking(edited)
        .onSuccess(
            catalog -> {
              if (catalog != null) {
                take(catalog, taker);
              }
            })
        .onFailure(CatalogReload::report)
        .mapEmpty();
  }

  private Catalog load() {
    return providers.isEmpty() ? loader.load() : loader.load(providers);
  }

  private static void take(Catalog catalog, Consumer<Catalog> taker) {
    try {
      taker.accept(catalog);
      LOG.info("catalog reloaded: {} models", catalog.models().size());
    } catch (RuntimeException e) {
      report(e);
    }
  }

  private static void report(Throwable failure) {
    if (failure instanceof CatalogException || failure instanceof UnderstudyException) {
      LOG.error("catalog not reloaded, the running one stays:\n{}", failure.getMessage());
    } else {
      LOG.error("catalog not reloaded, the running one stays", failure);
    }
  }
}
