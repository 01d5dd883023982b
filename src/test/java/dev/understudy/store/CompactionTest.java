package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.registry.Recovered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compaction drops, and what it never does. */
class CompactionTest extends RandomLog {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void compact_keepsTheLatestOfEach_andAllAfterTheFloor(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) {
      write(random, 40);
      long head = registry.snapshot().revision().number();
      List<Version> before = done(log.history().changes(0, LogPosition.WHOLE, 1_000));
      long floor = done(log.compact(new Retention(25, null), START)) - 1;
      assertThat(floor).isEqualTo(head - 25);
      List<Version> after = done(log.history().changes(0, LogPosition.WHOLE, 1_000));
      assertThat(after).isEqualTo(expected(before, floor));
      for (int i = 0; i < MODELS; i++) {
        String id = "m-" + i;
        for (long revision = floor; revision <= head; revision++) {
          Optional<Version> at = last(before, id, revision);
          assertThat(done(log.history().versionAt(id, revision))).isEqualTo(at);
        }
      }
      List<Long> kept = revisions();
      for (long time = 0; time <= head + 1; time++) {
        long last = time;
        assertThat(done(log.history().revisionAt(START.plusSeconds(time))))
            .isEqualTo(kept.stream().filter(each -> each <= last).reduce(0L, Math::max));
      }
      assertThat(done(log.history().wholeFrom())).isEqualTo(floor + 1);
      assertThat(done(log.history().wholeSince())).contains(START.plusSeconds(floor));
    }
    Recovered recovered = reopened();
    assertThat(recovered.models())
        .containsExactlyInAnyOrderElementsOf(registry.snapshot().kept().models());
    assertThat(recovered.revision()).isEqualTo(registry.snapshot().revision());
  }

  private List<Long> revisions() throws Exception {
    return done(
        database.read(
            session ->
                session.query("SELECT revision FROM revisions", List.of(), row -> row.number(0))));
  }

  /** Up to the floor the last of each model, then all. */
  private static List<Version> expected(List<Version> before, long floor) {
    return before.stream()
        .filter(
            version ->
                version.revision().number() > floor
                    || last(before, version.id(), floor).equals(Optional.of(version)))
        .toList();
  }

  private static Optional<Version> last(List<Version> versions, String id, long revision) {
    return versions.stream()
        .filter(version -> version.id().equals(id) && version.revision().number() <= revision)
        .reduce((one, later) -> later);
  }

  @Test
  void retention_byAge() throws Exception {
    write(new Random(7), 50);
    Instant now = START.plusSeconds(50);
    assertThat(done(log.compact(new Retention(1_000, null), now))).isEqualTo(1);
    assertThat(done(log.compact(new Retention(1_000, Duration.ofSeconds(20)), now))).isEqualTo(31);
  }

  @Test
  void theLastRevision_staysWhole() throws Exception {
    write(new Random(8), 5);
    assertThat(done(log.compact(new Retention(1, Duration.ZERO), START.plusSeconds(99))))
        .isEqualTo(5);
  }

  @Test
  void aliasesOfBefore_areKnownAtTheFloor() throws Exception {
    write(new Random(9), 80);
    long head = registry.snapshot().revision().number();
    List<List<AliasMove>> before = new ArrayList<>();
    for (int i = 0; i < MODELS * 3; i++) {
      before.add(done(log.history().aliasMoves(alias(i), head - 9, 1)));
    }
    done(log.compact(new Retention(10, null), START));
    for (int i = 0; i < MODELS * 3; i++) {
      assertThat(done(log.history().aliasMoves(alias(i), head - 9, 1))).isEqualTo(before.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE changes SET definition = replace(definition, ':', '!') WHERE revision <= 10 AND kind <> 'removed'",
        "DELETE FROM changes WHERE revision <= 10",
        "UPDATE revisions SET cause = 'status' WHERE revision <= 10",
        "UPDATE revisions SET at_micros = at_micros + 1 WHERE revision <= 10",
        "UPDATE store SET floor_revision = floor_revision - 1",
        "UPDATE store SET floor_chain = chain"
      })
  void damageBelowTheFloor_isSeen(String damage) throws Exception {
    write(new Random(10), 40);
    done(log.compact(new Retention(25, null), START));
    int changed = done(database.write(session -> session.execute(damage, List.of())));
    assertThat(changed).isPositive();
    assertThatThrownBy(this::reopened).hasMessageContaining("--accept-loss");
  }
}
