package dev.understudy.metrics;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Whether writes are kept, as far as the last that needed the store tells. Safe on any thread. */
public final class StoreMetrics {

  private static final String OK = "ok";

  private final Counter refused;
  private volatile String writes = OK;

  /** Meters in that registry, which show the state of this as long as somebody else keeps it. */
  public StoreMetrics(MeterRegistry registry) {
    refused =
        Counter.builder("understudy.store.writes.refused")
            .description("Writes that the store did not keep, or that waited for it in vain")
            .register(registry);
    Gauge.builder("understudy.store.writable", this, metrics -> metrics.isWritable() ? 1 : 0)
        .description("1 when the last write that needed the store was kept, else 0")
        .register(registry);
  }

  /** Shows whether this server leads those of its store. */
  public static void showLead(MeterRegistry registry, BooleanSupplier leads) {
    Gauge.builder("understudy.leads", leads, each -> each.getAsBoolean() ? 1 : 0)
        .description("1 when this server leads those of its store, else 0")
        .strongReference(true)
        .register(registry);
  }

  private boolean isWritable() {
    return writes.equals(OK);
  }

  /** A write was kept. */
  public void kept() {
    writes = OK;
  }

  /** A write failed, because of the store or of anything else. */
  public void failed(Throwable failure) {
    if (failure instanceof UnderstudyException known
        && known.code() == ErrorCode.STORE_UNAVAILABLE) {
      refused.increment();
      writes = String.valueOf(known.getMessage());
    }
  }

  /** {@code ok}, or why the last write was not kept. */
  public String writes() {
    return writes;
  }
}
