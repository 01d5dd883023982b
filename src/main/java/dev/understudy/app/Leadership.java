package dev.understudy.app;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.Peers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server leads those that have its log, and what it does then: what must not be done
 * twice, as sending webhooks. Every second it asks how the log stands, so that it takes the lead
 * soon when another loses it, and misses nothing for longer that it was not told. Confined to the
 * registry's event loop, but for what it says.
 */
final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** So many beats it leaves to others, when it could not begin what the leader does. */
  private static final int BEATS_FOR_OTHERS = 5;

  /** What only the leader does. */
  interface Work {

    /** Begins it, from what the store has. */
    Future<Void> begin();

    /** Ends it; also what was only begun in part. */
    Future<Void> end();
  }

  private final Vertx vertx;
  private final Peers peers;
  private final Duration beat;
  private String url = "";
  private List<Work> works = List.of();
  private LongConsumer moved = revision -> {};
  private Future<?> beating = Future.succeededFuture();
  private boolean isListening;
  private boolean isLeaving;
  private boolean isStopped;
  private int beatsForOthers;
  private volatile boolean leading;
  private volatile @Nullable String leader;

  Leadership(Vertx vertx, Peers peers) {
    this(vertx, peers, BEAT);
  }

  /**
   * The same.
   *
   * @param beat how often it asks
   */
  Leadership(Vertx vertx, Peers peers, Duration beat) {
    this.vertx = vertx;
    this.peers = peers;
    this.beat = beat;
  }

  /** Whether this server leads. Any thread. */
  boolean isLeading() {
    return leading;
  }

  /** Where the server answers that leads; null for this one, empty where that is not known. */
  @Nullable String elsewhere() {
    String known = leader;
    return leading ? null : known == null ? "" : known;
  }

  /**
   * What is told to who asks here for what the leader does. Any thread.
   *
   * @param what it is
   */
  UnderstudyException refusal(String what) {
    String known = elsewhere();
    return new UnderstudyException(
        ErrorCode.UNAVAILABLE,
        known == null || known.isEmpty()
            ? "no server leads those of this log yet (expected: one in a few seconds; %s is what it does)"
                .formatted(what)
            : "%s is what %s does, which leads the servers of this log (expected: to be asked there)"
                .formatted(what, known),
        null);
  }

  /** Leads, where no other server does; what it does then is begun by the caller. */
  Future<Boolean> claim() {
    return peers.lead(url, true).onSuccess(leads -> leading = leads);
  }

  /** Where the log ends, before it is followed. */
  Future<Long> revision() {
    return peers.beat();
  }

  /**
   * From now on follows the log, and leads where no other server does.
   *
   * @param ownUrl where this server answers
   * @param moved told where the log ends, whenever it may have moved
   * @param works in the order in which they are begun
   * @return completes when it is known who leads, or that this cannot be known now
   */
  Future<Void> start(String ownUrl, LongConsumer moved, List<Work> works) {
    this.url = ownUrl;
    this.moved = moved;
    this.works = works;
    if (peers.isPossible()) {
      vertx.setPeriodic(beat.toMillis(), tick -> beat());
      beat();
    }
    return beating.<Void>mapEmpty().otherwiseEmpty();
  }

  private void beat() {
    if (beating.isComplete() && !isStopped) {
      beating =
          peers
              .beat()
              .compose(this::heard)
              .onFailure(failure -> LOG.debug("the log is out of reach", failure));
    }
  }

  /** Once it is told it goes on being told, also after its connection was lost. */
  private void listen() {
    if (!isListening) {
      isListening = true;
      peers
          .listen(moved)
          .onFailure(
              failure -> {
                isListening = false;
                LOG.debug("the log is only asked every {}", beat, failure);
              });
    }
  }

  private Future<Void> heard(long revision) {
    listen();
    moved.accept(revision);
    if (beatsForOthers > 0) {
      beatsForOthers--;
      return askLeader();
    }
    if (isLeaving) {
      return askLeader();
    }
    return peers
        .lead(url, !leading)
        .compose(
            leads -> {
              if (leads) {
                return leading ? Future.succeededFuture() : takeLead();
              }
              if (leading) {
                LOG.warn("this server leads no more: its connection to the store was lost");
                return leave();
              }
              return askLeader();
            });
  }

  private Future<Void> takeLead() {
    LOG.info("this server leads now");
    Future<Void> begun = Future.succeededFuture();
    for (Work work : works) {
      begun = begun.compose(before -> work.begin());
    }
    return begun
        .onSuccess(all -> leading = true)
        .recover(
            failure -> {
              LOG.warn("it does not lead yet: {}", failure.getMessage());
              beatsForOthers = BEATS_FOR_OTHERS;
              return leave();
            });
  }

  private Future<Void> leave() {
    leading = false;
    return Future.join(works.stream().map(Work::end).toList())
        .transform(ended -> peers.yieldLead());
  }

  private Future<Void> askLeader() {
    return peers
        .leader()
        .onSuccess(url -> leader = url.filter(known -> !known.equals(this.url)).orElse(null))
        .mapEmpty();
  }

  /** Leads no more, where another can; goes on following. */
  Future<Void> handOver() {
    isLeaving = true;
    return beating.transform(
        ended ->
            leading && peers.isPossible() ? leave().otherwiseEmpty() : Future.succeededFuture());
  }

  /** Follows no more either. */
  Future<Void> stop() {
    isStopped = true;
    return beating.transform(ended -> peers.close());
  }
}
