package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a query that the index answers: groups of terms, of which each group must be met by
 * one of its terms, and terms that must be absent.
 */
record Filter(List<List<Term>> groups, List<Term> absent) {

  static Filter of(ModelQuery query) {
    List<List<Term>> groups = new ArrayList<>();
    List<Term> absent = new ArrayList<>();
    for (CapabilityCondition condition : query.capabilities()) {
      Boolean value = condition.value();
      if (value == null) {
        absent.add(Term.of(condition.capability(), true));
        absent.add(Term.of(condition.capability(), false));
      } else {
        groups.add(List.of(Term.of(condition.capability(), value)));
      }
    }
    query.tags().forEach(tag -> groups.add(List.of(new Term(Dimension.TAG, tag))));
    any(groups, Dimension.OWNED_BY, query.ownedBy());
    any(groups, Dimension.PROVIDER, query.provider());
    any(groups, Dimension.FAMILY, query.family());
    any(groups, Dimension.STATUS, names(query.status()));
    any(groups, Dimension.ORIGIN, names(query.origin()));
    all(groups, Dimension.INPUT, names(query.inputModalities()));
    all(groups, Dimension.OUTPUT, names(query.outputModalities()));
    if (query.openWeights() != null) {
      any(groups, Dimension.OPEN_WEIGHTS, List.of(query.openWeights().toString()));
    }
    return new Filter(groups, absent);
  }

  private static void any(List<List<Term>> groups, Dimension dimension, List<String> values) {
    if (!values.isEmpty()) {
      groups.add(values.stream().map(value -> new Term(dimension, value)).toList());
    }
  }

  private static void all(List<List<Term>> groups, Dimension dimension, List<String> values) {
    values.forEach(value -> groups.add(List.of(new Term(dimension, value))));
  }

  private static List<String> names(List<? extends Named> constants) {
    return constants.isEmpty() ? List.of() : constants.stream().map(Named::jsonName).toList();
  }

  /** The slots that pass; null when all do. Starts with the smallest group, so it stays small. */
  @Nullable SlotSet slots(BitmapIndex index) {
    if (groups.isEmpty() && absent.isEmpty()) {
      return null;
    }
    List<List<SlotSet>> sets = new ArrayList<>();
    for (List<Term> group : groups) {
      sets.add(group.stream().map(index::get).toList());
    }
    sets.sort(
        Comparator.comparingInt(group -> group.stream().mapToInt(SlotSet::cardinality).sum()));
    SlotSet slots = null;
    for (List<SlotSet> group : sets) {
      slots = anyOf(group, slots);
    }
    slots = slots == null ? index.all() : slots;
    for (Term term : absent) {
      slots = slots.without(index.get(term));
    }
    return slots;
  }

  private static SlotSet anyOf(List<SlotSet> group, @Nullable SlotSet within) {
    SlotSet union = SlotSet.EMPTY;
    for (SlotSet set : group) {
      SlotSet part = within == null ? set : within.and(set);
      union = union.cardinality() == 0 ? part : union.or(part);
    }
    return union;
  }

  /** Whether a model that is in no index passes. */
  boolean test(ModelDefinition model) {
    Set<Term> terms = new HashSet<>(Term.of(model));
    return groups.stream().allMatch(group -> group.stream().anyMatch(terms::contains))
        && absent.stream().noneMatch(terms::contains);
  }
}
