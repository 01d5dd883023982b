package dev.understudy.app;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.usage.UsageLedger;
import dev.understudy.usage.UsageReport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what was counted every few seconds and when it stops, and tells of it over the bus. One
 * worker, as packing and merging histograms takes milliseconds.
 */
final class UsageVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(UsageVerticle.class);

  private final UsageLedger ledger;
  private final ModelLookup lookup;
  private final int flushSeconds;
  private long timer = -1;
  private boolean stopping;

  /**
   * A verticle that saves a ledger.
   *
   * @param flushSeconds from the end of one saving to the next, from 1
   */
  UsageVerticle(UsageLedger ledger, ModelLookup lookup, int flushSeconds) {
    this.ledger = ledger;
    this.lookup = lookup;
    this.flushSeconds = flushSeconds;
  }

  @Override
  public Future<?> start() {
    BusServer server = new BusServer(vertx);
    saveLater();
    return Future.all(
        List.of(
            server.serve(Addresses.RECORD_USAGE, BusRequest.RecordUsage.class, this::record),
            server.serve(Addresses.USAGE, BusRequest.GetUsage.class, this::usage),
            server.serve(
                Addresses.TOP_MODELS,
                BusRequest.GetTopModels.class,
                asked -> ledger.top(asked.by(), asked.span(), asked.limit()))));
  }

  private void saveLater() {
    timer = vertx.setTimer(TimeUnit.SECONDS.toMillis(flushSeconds), due -> save());
  }

  private void save() {
    ledger
        .flush()
        .onFailure(
            failure ->
                LOG.warn("usage not saved, kept for the next time in {} s", flushSeconds, failure))
        .onComplete(over -> context.runOnContext(next -> saveUnlessStopping()));
  }

  private void saveUnlessStopping() {
    if (!stopping) {
      saveLater();
    }
  }

  private Future<FoundModel> record(BusRequest.RecordUsage told) {
    return lookup
        .find(told.name(), told.mode())
        .map(
            found -> {
              ledger.record(found.model(), told.usage());
              return found;
            });
  }

  /** What was counted stays when a model has gone, under its id alone. */
  private Future<UsageReport> usage(BusRequest.GetUsage asked) {
    String name = asked.name();
    return name == null
        ? ledger.usage(null, asked.span())
        : lookup
            .find(name, asked.mode())
            .compose(
                found -> ledger.usage(found.model().id(), asked.span()),
                missing -> ofGone(name, asked, missing));
  }

  private Future<UsageReport> ofGone(String id, BusRequest.GetUsage asked, Throwable missing) {
    return UnderstudyException.known(missing).code() == ErrorCode.MODEL_NOT_FOUND
        ? ledger
            .usage(id, asked.span())
            .compose(
                report ->
                    report.total().requests() > 0
                        ? Future.succeededFuture(report)
                        : Future.failedFuture(missing))
        : Future.failedFuture(missing);
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    vertx.cancelTimer(timer);
    return ledger
        .flush()
        .onFailure(failure -> LOG.error("usage of the last seconds is lost", failure));
  }
}
