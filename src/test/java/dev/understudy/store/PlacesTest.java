package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.registry.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That places are the same, however they come to be written down, and are used as they should. */
class PlacesTest extends RandomLog {

  private static final int REVISIONS = 60;

  private final LatePlaces late = new LatePlaces();
  private final Digests digests = new Digests();
  private final List<EncodedEntry> entries = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < REVISIONS; i++) {
      write(random, 1);
      Accepted made = accepted.get(0);
      entries.add(EncodedEntry.of(new LogEntry(START, Cause.WRITE, made), digests));
    }
  }

  private void add(int from, int to) {
    entries.subList(from, to).forEach(entry -> late.add(entry.revision(), entry.rows()));
  }

  private List<String> lists() throws Exception {
    return texts("SELECT name || sort || ' ' || first_revision || ':' || places FROM place_lists");
  }

  private List<String> texts(String sql) throws Exception {
    return done(
        database.read(
            session -> session.query(sql + " ORDER BY 1", List.of(), row -> row.text(0))));
  }

  private List<String> places() throws Exception {
    return texts("SELECT name || sort || ' ' || revision || '.' || position FROM places");
  }

  private void assertPlacedUpTo(long revision) throws Exception {
    assertThat(done(database.read(Places::areRight))).isTrue();
    assertThat(texts("SELECT CAST(placed_revision AS TEXT) FROM store"))
        .containsExactly(Long.toString(revision));
  }

  @Test
  void fromMemory_theyAreAsOutOfTheChanges() throws Exception {
    add(0, REVISIONS);
    done(database.write(late::write));
    assertPlacedUpTo(REVISIONS);
    List<String> fromMemory = lists();
    done(database.write(session -> Places.rewrite(session, REVISIONS)));
    assertThat(lists()).isEqualTo(fromMemory);
    assertThat(places())
        .hasSize(entries.stream().mapToInt(entry -> entry.rows().size()).sum())
        .contains("m-00 1.0");
  }

  @Test
  void whatMemoryHas_isNotUsed_whereItIsNotAll() throws Exception {
    add(20, 40);
    add(50, REVISIONS);
    done(database.write(late::write));
    assertPlacedUpTo(REVISIONS);
  }

  @Test
  void whatMemoryHas_isNotUsed_whereSomeOfItWasNotKept() throws Exception {
    add(0, REVISIONS);
    late.add(REVISIONS + 1, List.of(new Row(0, "added", "lost", null, null, "{}", null)));
    done(database.write(late::write));
    assertPlacedUpTo(REVISIONS);
    assertThat(places()).noneMatch(place -> place.startsWith("lost"));
  }

  @Test
  void itGoesOn_withWhatComesThen() throws Exception {
    done(database.write(session -> Places.write(session, 30)));
    add(30, 45);
    done(database.write(late::write));
    assertPlacedUpTo(REVISIONS); // as what memory had was not all
    List<String> all = places();
    done(database.write(session -> Places.rewrite(session, REVISIONS)));
    assertThat(places()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM place_lists WHERE name = 'm-3'",
        "UPDATE place_lists SET places = '16777216' WHERE name = 'm-3' AND sort = 0",
        "UPDATE place_lists SET sort = 2 WHERE name = 'm-3' AND sort = 0",
        "UPDATE place_lists SET places = 'x' || places WHERE name = 'm-3'",
        "UPDATE store SET placed_revision = placed_revision - 1"
      })
  void whatIsWrong_isWrittenAnew(String damage) throws Exception {
    done(database.write(session -> Places.rewrite(session, REVISIONS)));
    List<String> right = places();
    done(database.write(session -> session.execute(damage, List.of())));
    reopened();
    done(database.read(session -> Places.areRight(session)).otherwise(false)); // behind the check
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!done(database.read(Places::areRight).otherwise(false))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    assertThat(places()).isEqualTo(right);
  }

  @Test
  void lookups_areTheSame_whereverPlacesEnd() throws Exception {
    List<Object> searched = everything();
    for (long placed : new long[] {1, 25, 26, 59, REVISIONS}) {
      done(database.write(session -> Places.write(session, placed)));
      assertThat(everything()).as("placed up to %d", placed).isEqualTo(searched);
    }
  }

  private List<Object> everything() throws Exception {
    History history = log.history();
    List<Object> found = new ArrayList<>();
    for (long revision = 1; revision <= REVISIONS; revision += 6) {
      for (int i = 0; i < MODELS; i++) {
        found.add(done(history.versionAt("m-" + i, revision)));
        found.add(done(history.versions("m-" + i, revision, 3)));
        found.add(done(history.aliasMoves(alias(i), revision, 2)));
        found.add(done(history.nextAliasMove(alias(i), revision)));
      }
    }
    return found;
  }
}
