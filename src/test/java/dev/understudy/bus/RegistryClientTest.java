package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The client over a local bus, where messages travel by reference. */
class RegistryClientTest extends RegistryClientContract {

  @Override
  void prepare(Vertx fresh) {}

  @Test
  void nobodyServing_failsWithUnavailable() throws Exception {
    Vertx alone = Vertx.vertx();
    try {
      assertThat(failure(new RegistryClient(alone).stats()))
          .extracting(UnderstudyException::code, UnderstudyException::message)
          .containsExactly(ErrorCode.UNAVAILABLE, "nobody serves understudy.registry.stats");
    } finally {
      alone.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void noAnswer_failsWithUnavailable_afterTheTimeout() throws Exception {
    Vertx silent = Vertx.vertx();
    try {
      silent.eventBus().consumer(Addresses.STATS, message -> {});
      RegistryClient client = new RegistryClient(silent, Duration.ofMillis(5));
      assertThat(failure(client.stats()))
          .extracting(UnderstudyException::code, UnderstudyException::message)
          .containsExactly(ErrorCode.UNAVAILABLE, "no answer from understudy.registry.stats");
    } finally {
      silent.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void bug_failsWithInternal_andSaysNothingOfIt() throws Exception {
    Vertx broken = Vertx.vertx();
    try {
      new BusServer(broken)
          .serve(
              Addresses.STATS,
              BusRequest.GetStats.class,
              request -> Future.failedFuture(new IllegalStateException("a secret")))
          .await(10, TimeUnit.SECONDS);
      assertThat(failure(new RegistryClient(broken).stats()))
          .extracting(UnderstudyException::code, UnderstudyException::message)
          .containsExactly(ErrorCode.INTERNAL, "the server failed on this request");
    } finally {
      broken.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void countAndIds_moveNoDefinitions() throws Exception {
    Vertx without = Vertx.vertx();
    try {
      BusServer server = new BusServer(without);
      server
          .serve(
              Addresses.COUNT,
              BusRequest.CountModels.class,
              request -> Future.succeededFuture(new ModelCount(2)))
          .await(10, TimeUnit.SECONDS);
      server
          .serve(
              Addresses.LIST_IDS,
              BusRequest.ListIds.class,
              request -> Future.succeededFuture(new ModelIds(List.of("b", "a"))))
          .await(10, TimeUnit.SECONDS);
      RegistryClient client = new RegistryClient(without);
      assertThat(client.count().await(10, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(client.listIds(ModelQuery.ALL).await(10, TimeUnit.SECONDS))
          .containsExactly("b", "a");
    } finally {
      without.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void requestOfAnotherType_isRefused() throws Exception {
    assertThatThrownBy(
            () ->
                vertx()
                    .eventBus()
                    .request(Addresses.STATS, "how many?")
                    .recover(f -> Future.failedFuture(BusFailure.received(f, Addresses.STATS)))
                    .await(10, TimeUnit.SECONDS))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("message: how many? (expected: a GetStats)");
  }

  private static UnderstudyException failure(Future<?> future) throws Exception {
    return (UnderstudyException)
        future
            .<Throwable>transform(result -> Future.succeededFuture(result.cause()))
            .await(10, TimeUnit.SECONDS);
  }
}
