package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** So many at once, and of those that fail at most half. */
class TurnsTest {

  private static long running(List<Future<Void>> turns) {
    return turns.stream().filter(Future::succeeded).count();
  }

  @Test
  void failing_haveAtMostHalf_andTheOthersTheRest() {
    Turns turns = new Turns(4);
    List<Future<Void>> failing = Stream.generate(() -> turns.begin(true)).limit(10).toList();
    List<Future<Void>> well = Stream.generate(() -> turns.begin(false)).limit(10).toList();

    assertThat(running(failing)).isEqualTo(2);
    assertThat(running(well)).isEqualTo(2);
    turns.end(true);
    assertThat(running(well)).as("who is well comes first").isEqualTo(3);
    turns.end(false);
    assertThat(running(well)).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      turns.end(false);
    }
    assertThat(running(well)).isEqualTo(10);
  }

  @Test
  void one_isEnoughForBoth() {
    Turns turns = new Turns(1);
    Future<Void> first = turns.begin(true);
    Future<Void> second = turns.begin(false);

    assertThat(first.succeeded()).isTrue();
    assertThat(second.isComplete()).isFalse();
    turns.end(true);
    assertThat(second.succeeded()).isTrue();
  }
}
