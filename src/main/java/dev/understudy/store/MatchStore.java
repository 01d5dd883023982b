package dev.understudy.store;

import dev.understudy.discovery.LearnedMatch;
import io.vertx.core.Future;
import java.util.List;

/** Keeps what names were taken to mean. Called by one thread after another, one at a time. */
public interface MatchStore {

  /** For a server that keeps nothing. */
  MatchStore NONE =
      new MatchStore() {
        @Override
        public Future<List<LearnedMatch>> read() {
          return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Void> write(List<LearnedMatch> all) {
          return Future.succeededFuture();
        }
      };

  /** What was written last, that used least recently first. */
  Future<List<LearnedMatch>> read();

  /** Keeps these, and nothing else. */
  Future<Void> write(List<LearnedMatch> all);
}
