package dev.understudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OrderingTest {

  @Property(tries = 30)
  void walk_fromAnyId_asTreeSet(@ForAll long seed, @ForAll @IntRange(max = 5_000) int count) {
    Random random = new Random(seed);
    TreeSet<String> expected = new TreeSet<>();
    Ordering.Editor editor = Ordering.EMPTY.edit();
    for (int i = 0; i < count; i++) {
      String id = "m" + (seed % 2 == 0 ? 10_000 + i : random.nextInt(count));
      if (random.nextInt(4) == 0) {
        editor.remove(id);
        expected.remove(id);
      } else {
        editor.put(entry(id));
        expected.add(id);
      }
    }
    Ordering ordering = editor.build();
    assertThat(ids(ordering.iterator())).containsExactlyElementsOf(expected);
    assertThat(ids(ordering.from(null, true))).containsExactlyElementsOf(expected.descendingSet());
    for (String from : List.of("m", "m" + random.nextInt(count + 1), "m12000", "n")) {
      assertThat(ids(ordering.from(from, false)))
          .containsExactlyElementsOf(expected.tailSet(from, false));
      assertThat(ids(ordering.from(from, true)))
          .containsExactlyElementsOf(expected.headSet(from, false).descendingSet());
    }
  }

  private static ModelEntry entry(String id) {
    return new ModelEntry(
        ModelDefinition.builder(id).build(), Revision.ZERO, ModelEntry.NO_SLOT, null);
  }

  private static List<String> ids(Iterator<ModelEntry> entries) {
    List<String> ids = new ArrayList<>();
    entries.forEachRemaining(entry -> ids.add(entry.id()));
    return ids;
  }
}
