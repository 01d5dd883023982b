package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import io.vavr.collection.HashMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which slots have which {@link Term}. Immutable; a changed copy copies little. */
final class BitmapIndex {

  static final BitmapIndex EMPTY = new BitmapIndex(HashMap.empty(), SlotSet.EMPTY);

  private final HashMap<Term, SlotSet> sets;
  private final SlotSet all;

  private BitmapIndex(HashMap<Term, SlotSet> sets, SlotSet all) {
    this.sets = sets;
    this.all = all;
  }

  /** Every slot in use. */
  SlotSet all() {
    return all;
  }

  SlotSet get(Term term) {
    return sets.getOrElse(term, SlotSet.EMPTY);
  }

  /** How many models have each value of the dimension, by value. */
  Map<String, Integer> counts(Dimension dimension) {
    Map<String, Integer> counts = new TreeMap<>();
    sets.forEach(
        (term, slots) -> {
          if (term.dimension() == dimension) {
            counts.put(term.value(), slots.cardinality());
          }
        });
    return counts;
  }

  Editor edit() {
    return new Editor(this);
  }

  /** Makes a changed copy. Confined to one thread. */
  static final class Editor {
    private final BitmapIndex index;
    private final Map<Term, SlotSet.Editor> changed = new java.util.HashMap<>();
    private final SlotSet.Editor all;

    private Editor(BitmapIndex index) {
      this.index = index;
      this.all = index.all.edit();
    }

    /** Moves a slot from what it stood for to what it stands for; null is no model. */
    void change(int slot, @Nullable ModelDefinition before, @Nullable ModelDefinition after) {
      if (before != null && after != null && Term.sameOf(before, after)) {
        return; // as mostly, when a model is replaced
      }
      List<Term> was = before == null ? List.of() : Term.of(before);
      List<Term> is = after == null ? List.of() : Term.of(after);
      without(was, is).forEach(term -> editor(term).remove(slot));
      without(is, was).forEach(term -> editor(term).add(slot));
      if (before == null && after != null) {
        all.add(slot);
      } else if (before != null && after == null) {
        all.remove(slot);
      }
    }

    private static List<Term> without(List<Term> terms, List<Term> others) {
      if (terms.isEmpty() || others.isEmpty()) {
        return terms;
      }
      Set<Term> drop = new HashSet<>(others);
      List<Term> rest = new ArrayList<>(terms);
      rest.removeIf(drop::contains);
      return rest;
    }

    private SlotSet.Editor editor(Term term) {
      return changed.computeIfAbsent(term, t -> index.get(t).edit());
    }

    BitmapIndex build() {
      HashMap<Term, SlotSet> sets = index.sets;
      for (Map.Entry<Term, SlotSet.Editor> entry : changed.entrySet()) {
        SlotSet set = entry.getValue().build();
        sets = set.cardinality() == 0 ? sets.remove(entry.getKey()) : sets.put(entry.getKey(), set);
      }
      return new BitmapIndex(sets, all.build());
    }
  }
}
