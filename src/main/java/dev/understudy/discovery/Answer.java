package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of resolving came to: a model, several equal ones, or nothing.
 *
 * @param entry the name that is meant; null when there is none, or several
 * @param via the step
 * @param confidence 0 to 1, see {@link Resolution}
 * @param changed what the query says otherwise
 * @param filled what the query does not say
 * @param choices the names that are equal; empty unless there are several
 */
record Answer(
    @Nullable Entry entry,
    Via via,
    double confidence,
    List<Change> changed,
    List<Change> filled,
    List<Entry> choices) {

  static final Answer NONE = new Answer(null, Via.TOKENS, 0, List.of(), List.of(), List.of());

  static Answer of(
      Entry entry, Via via, double confidence, List<Change> changed, List<Change> filled) {
    return new Answer(entry, via, confidence, changed, filled, List.of());
  }

  static Answer several(List<Entry> choices) {
    return new Answer(null, Via.TOKENS, 0, List.of(), List.of(), choices);
  }

  boolean isNone() {
    return entry == null && choices.isEmpty();
  }

  /** The same, of a name that was changed before this step. */
  Answer after(List<Change> earlier) {
    return after(earlier, via, confidence);
  }

  /** The answer to a name that was changed before this step. */
  Answer after(List<Change> earlier, Via step, double itsConfidence) {
    List<Change> all = new ArrayList<>(earlier);
    all.addAll(changed);
    return new Answer(entry, step, itsConfidence, all, filled, choices);
  }
}
