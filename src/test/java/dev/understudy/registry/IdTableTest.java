package dev.understudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IdTableTest {

  @Property(tries = 40)
  void edits_anySequence_asHashMap(@ForAll long seed, @ForAll @IntRange(max = 20_000) int ids) {
    Random random = new Random(seed);
    Map<String, Integer> expected = new HashMap<>();
    IdTable<Integer> table = IdTable.empty();
    for (int batch = 0; batch < 8; batch++) {
      IdTable<Integer> before = table;
      Map<String, Integer> expectedBefore = Map.copyOf(expected);
      IdTable.Editor<Integer> editor = table.edit();
      for (int i = 0; i < ids / 4; i++) {
        String id = id(random.nextInt(ids + 1));
        if (random.nextInt(4) == 0) {
          editor.remove(id);
          expected.remove(id);
        } else {
          editor.put(id, i);
          expected.put(id, i);
        }
      }
      table = editor.build();
      assertSame(table, expected, ids);
      assertSame(before, expectedBefore, ids);
      assertDifference(before, table);
    }
  }

  private static void assertDifference(IdTable<Integer> before, IdTable<Integer> after) {
    Map<String, Integer> come = new HashMap<>();
    after.forEachNotIn(before, come::put);
    Map<String, Integer> gone = new HashMap<>();
    before.forEachNotIn(after, gone::put);
    come.forEach((id, value) -> assertThat(value).isNotSameAs(before.get(id)));
    IdTable.Editor<Integer> editor = before.edit();
    gone.keySet().forEach(editor::remove);
    come.forEach(editor::put);
    IdTable<Integer> rebuilt = editor.build();
    assertThat(rebuilt.size()).isEqualTo(after.size());
    after.forEachNotIn(rebuilt, (id, value) -> fail(id + " was not told"));
  }

  private static void assertSame(IdTable<Integer> table, Map<String, Integer> expected, int ids) {
    assertThat(table.size()).isEqualTo(expected.size());
    for (int i = 0; i <= ids; i++) {
      assertThat(table.get(id(i))).isEqualTo(expected.get(id(i)));
    }
  }

  /** Every third id has a twin of the same hash code. */
  private static String id(int i) {
    return i % 3 == 0 ? "Aa" + i : i % 3 == 1 ? "BB" + (i - 1) : "org/model-" + i;
  }

  @Example
  void put_idsOfOneHashCode_growsPageNotDirectory() {
    IdTable<Integer> table = IdTable.empty();
    for (int i = 0; i < 1_024; i++) {
      IdTable.Editor<Integer> editor = table.edit();
      editor.put(collision(i), i);
      table = editor.build();
    }
    assertThat(table.size()).isEqualTo(1_024);
    assertThat(table.directorySize()).isLessThan(1_024);
    for (int i = 0; i < 1_024; i++) {
      assertThat(table.get(collision(i))).isEqualTo(i);
    }
  }

  private static String collision(int i) {
    StringBuilder id = new StringBuilder();
    for (int bit = 0; bit < 10; bit++) {
      id.append((i >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return id.toString();
  }
}
