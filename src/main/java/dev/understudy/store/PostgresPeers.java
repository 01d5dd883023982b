package dev.understudy.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/** The servers of a database of a PostgreSQL, which tells all of them when the log has moved. */
final class PostgresPeers implements Peers {

  private static final String CHANNEL = "understudy_log";
  private static final long RECONNECT_MILLIS = 250;

  private final Vertx vertx;
  private final PostgresUrl url;
  private final PostgresDatabase database;
  private final ConcurrentLinkedQueue<PgSubscriber> subscribers = new ConcurrentLinkedQueue<>();

  PostgresPeers(Vertx vertx, PostgresUrl url, PostgresDatabase database) {
    this.vertx = vertx;
    this.url = url;
    this.database = database;
  }

  @Override
  public boolean isPossible() {
    return true;
  }

  @Override
  public Future<Void> listen(LongConsumer moved) {
    Context caller = vertx.getOrCreateContext();
    Promise<Void> listening = Promise.promise();
    PgSubscriber subscriber = PgSubscriber.subscriber(vertx, url.options());
    subscribers.add(subscriber);
    subscriber.reconnectPolicy(tries -> RECONNECT_MILLIS);
    subscriber
        .channel(CHANNEL)
        .subscribeHandler(
            listens -> {
              PostgresConnector.quiet(subscriber.actualConnection());
              caller.runOnContext(now -> listening.tryComplete());
            })
        .handler(told -> caller.runOnContext(now -> moved.accept(Long.parseLong(told))));
    subscriber
        .connect()
        .onFailure(
            failure -> {
              subscribers.remove(subscriber);
              subscriber.close();
              listening.tryFail(
                  StoreFailure.of(database.name() + ": " + PostgresFailure.reason(failure, url)));
            });
    return listening.future();
  }

  @Override
  public Future<Long> beat() {
    return database.beat();
  }

  @Override
  public Future<Boolean> lead(String ownUrl, boolean anew) {
    return database.lead(ownUrl, anew);
  }

  @Override
  public Future<Void> yieldLead() {
    return database.yieldLead();
  }

  @Override
  public Future<Optional<String>> leader() {
    return database
        .read(session -> session.query("SELECT url FROM leader", List.of(), row -> row.text(0)))
        .map(found -> found.stream().findFirst());
  }

  @Override
  public Future<Void> close() {
    for (PgSubscriber next = subscribers.poll(); next != null; next = subscribers.poll()) {
      next.close();
    }
    return Future.succeededFuture();
  }
}
