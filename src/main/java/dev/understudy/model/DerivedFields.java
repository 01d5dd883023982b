package dev.understudy.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of derived fields as sorted sets. The sets that {@link Derivation} makes exist once, as a
 * registry keeps one for each model.
 */
final class DerivedFields {

  private static final String[] NAMES = {"created", "family", "modalities", "status", "tags"};

  private static final Map<Set<String>, Set<String>> KNOWN = subsets();

  private DerivedFields() {}

  private static Map<Set<String>, Set<String>> subsets() {
    Map<Set<String>, Set<String>> subsets = new HashMap<>();
    for (int bits = 0; bits < 1 << NAMES.length; bits++) {
      Set<String> subset = new TreeSet<>();
      for (int i = 0; i < NAMES.length; i++) {
        if ((bits & 1 << i) != 0) {
          subset.add(NAMES[i]);
        }
      }
      Set<String> shared = Collections.unmodifiableSet(subset);
      subsets.put(shared, shared);
    }
    return subsets;
  }

  /** The same names, immutable and in order. */
  static Set<String> sorted(Set<String> names) {
    Set<String> known = KNOWN.get(names);
    return known != null ? known : Collections.unmodifiableSet(new TreeSet<>(names));
  }
}
