package dev.understudy.registry;

import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Answers one query from one snapshot. */
final class Selection {

  private static final long STEPS = 16;

  private final RegistrySnapshot snapshot;
  private final ModelIndex index;
  private final ModelQuery query;
  private final Filter filter;
  private final @Nullable SlotSet slots;

  Selection(RegistrySnapshot snapshot, ModelQuery query) {
    this.snapshot = snapshot;
    this.index = snapshot.index();
    this.query = query;
    this.filter = Filter.of(query);
    this.slots = filter.slots(index.terms());
  }

  Page page() {
    Sort.Position after =
        query.after() == null ? null : Cursor.parse(query.after(), query.sort(), snapshot);
    return canWalk() ? walked(after) : sorted(after);
  }

  /**
   * In the order of ids an answer can be read off the order itself. Entries that the filter leaves
   * out are passed over, so that pays only when matches are dense: with m of n models matching, a
   * page of k takes k n/m steps, of which some {@value #STEPS} cost what gathering and sorting one
   * match costs.
   */
  private boolean canWalk() {
    if (query.sort() != Sort.ID || query.hasResidue() || wantsAuto()) {
      return false;
    }
    if (slots == null) {
      return true;
    }
    long models = snapshot.count();
    long matching = slots.cardinality();
    Integer limit = query.limit();
    long wanted = limit == null ? matching : Math.min(limit, matching);
    return wanted * models < STEPS * matching * matching;
  }

  private boolean wantsAuto() {
    return query.origin().contains(Origin.Kind.AUTO);
  }

  private Page walked(Sort.@Nullable Position after) {
    int total = slots == null ? snapshot.count() : slots.cardinality();
    Integer limit = query.limit();
    int most = limit == null ? Integer.MAX_VALUE : limit + 1;
    List<ModelEntry> entries = new ArrayList<>(Math.min(most, total));
    Iterator<ModelEntry> walk =
        index.ordering().from(after == null ? null : after.id(), query.descending());
    while (walk.hasNext() && entries.size() < most) {
      ModelEntry entry = walk.next();
      if (slots == null || slots.contains(entry.slot())) {
        entries.add(entry);
      }
    }
    return page(entries, total);
  }

  private Page sorted(Sort.@Nullable Position after) {
    List<ModelEntry> matching = matching();
    int total = matching.size();
    Sort sort = query.sort();
    boolean descending = query.descending();
    if (after != null) {
      matching.removeIf(entry -> !sort.isAfter(entry, after, descending));
    }
    Comparator<ModelEntry> order = sort.comparator(descending);
    Integer limit = query.limit();
    if (limit != null && limit < matching.size() / 2) {
      return page(first(limit + 1, matching, order), total);
    }
    matching.sort(order);
    return page(matching, total);
  }

  private List<ModelEntry> matching() {
    List<ModelEntry> matching = new ArrayList<>(slots == null ? 16 : slots.cardinality());
    if (slots == null) {
      index.ordering().forEach(entry -> addPassing(matching, entry));
    } else {
      slots.forEach(slot -> addPassing(matching, index.slots().get(slot)));
    }
    if (wantsAuto()) {
      for (ModelEntry entry : snapshot.auto()) {
        if (filter.test(entry.model())) {
          addPassing(matching, entry);
        }
      }
    }
    return matching;
  }

  private void addPassing(List<ModelEntry> matching, ModelEntry entry) {
    if (query.testResidue(entry.model())) {
      matching.add(entry);
    }
  }

  /** The first of a long list without sorting all of it: a heap whose top is the last kept. */
  private static List<ModelEntry> first(
      int count, List<ModelEntry> entries, Comparator<ModelEntry> order) {
    PriorityQueue<ModelEntry> kept = new PriorityQueue<>(count + 1, order.reversed());
    for (ModelEntry entry : entries) {
      if (kept.size() < count) {
        kept.add(entry);
      } else if (order.compare(entry, kept.element()) < 0) {
        kept.remove();
        kept.add(entry);
      }
    }
    List<ModelEntry> first = new ArrayList<>(kept);
    first.sort(order);
    return first;
  }

  private Page page(List<ModelEntry> entries, int total) {
    Integer limit = query.limit();
    if (limit == null || entries.size() <= limit) {
      return new Page(List.copyOf(entries), false, total, null);
    }
    List<ModelEntry> kept = List.copyOf(entries.subList(0, limit));
    return new Page(kept, true, total, Cursor.after(query.sort(), kept.get(limit - 1)));
  }
}
