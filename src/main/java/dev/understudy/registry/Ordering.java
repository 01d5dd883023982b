package dev.understudy.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their ids: a sorted list of sorted leaves of at most {@value #LEAF}, that
 * is a B+ tree of two levels. Immutable; a changed copy copies the list of leaves (some 16 kB at a
 * million models) and one leaf.
 */
final class Ordering implements Iterable<ModelEntry> {

  private static final int LEAF = 512;

  static final Ordering EMPTY = new Ordering(new ModelEntry[0][]);

  /** No leaf is empty. */
  private final ModelEntry[][] leaves;

  private Ordering(ModelEntry[][] leaves) {
    this.leaves = leaves;
  }

  @Override
  public Iterator<ModelEntry> iterator() {
    return new Walk(leaves, 0, 0, 1);
  }

  /**
   * The entries that follow an id in the order asked for, whether or not it is there.
   *
   * @param id where to start; null for the first
   */
  Iterator<ModelEntry> from(@Nullable String id, boolean descending) {
    if (id == null) {
      int last = leaves.length - 1;
      return descending
          ? new Walk(leaves, last, last < 0 ? 0 : leaves[last].length - 1, -1)
          : iterator();
    }
    int leaf = Math.max(0, leafOf(Arrays.asList(leaves), id));
    int found = leaves.length == 0 ? -1 : indexIn(leaves[leaf], id);
    if (descending) {
      return new Walk(leaves, leaf, (found < 0 ? ~found : found) - 1, -1);
    }
    return new Walk(leaves, leaf, found < 0 ? ~found : found + 1, 1);
  }

  Editor edit() {
    return new Editor(this);
  }

  /** The last leaf whose first id is not after the id; -1 when all are after it. */
  private static int leafOf(List<ModelEntry[]> leaves, String id) {
    int low = 0;
    int high = leaves.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (leaves.get(middle)[0].id().compareTo(id) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The index of the id, or the complement of where it would be. */
  private static int indexIn(ModelEntry[] leaf, String id) {
    int low = 0;
    int high = leaf.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = leaf[middle].id().compareTo(id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }

  /** Goes over the leaves, up or down. */
  private static final class Walk implements Iterator<ModelEntry> {
    private final ModelEntry[][] leaves;
    private final int step;
    private int leaf;
    private int index;

    Walk(ModelEntry[][] leaves, int leaf, int index, int step) {
      this.leaves = leaves;
      this.leaf = leaf;
      this.index = index;
      this.step = step;
      settle();
    }

    /** Steps into the next leaf when this one is at its end. */
    private void settle() {
      if (leaf >= 0 && leaf < leaves.length && (index < 0 || index >= leaves[leaf].length)) {
        leaf += step;
        boolean inside = leaf >= 0 && leaf < leaves.length;
        index = step > 0 || !inside ? 0 : leaves[leaf].length - 1;
      }
    }

    @Override
    public boolean hasNext() {
      return leaf >= 0 && leaf < leaves.length;
    }

    @Override
    public ModelEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ModelEntry entry = leaves[leaf][index];
      index += step;
      settle();
      return entry;
    }
  }

  /** Makes a changed copy. Confined to one thread. */
  static final class Editor {
    private final List<ModelEntry[]> leaves;

    private Editor(Ordering ordering) {
      leaves = new ArrayList<>(Arrays.asList(ordering.leaves));
    }

    /** Adds the entry, or takes it in the place of the one with that id. */
    void put(ModelEntry entry) {
      if (leaves.isEmpty()) {
        leaves.add(new ModelEntry[] {entry});
        return;
      }
      int at = Math.max(0, leafOf(leaves, entry.id()));
      ModelEntry[] leaf = leaves.get(at);
      int found = indexIn(leaf, entry.id());
      if (found >= 0) {
        ModelEntry[] copy = leaf.clone();
        copy[found] = entry;
        leaves.set(at, copy);
        return;
      }
      ModelEntry[] copy = Arrays.copyOf(leaf, leaf.length + 1);
      System.arraycopy(leaf, ~found, copy, ~found + 1, leaf.length - ~found);
      copy[~found] = entry;
      set(at, copy, ~found == leaf.length);
    }

    /** Splits a leaf that is too long: in the middle, or at its end when ids come in order. */
    private void set(int at, ModelEntry[] leaf, boolean appended) {
      if (leaf.length <= LEAF) {
        leaves.set(at, leaf);
        return;
      }
      int cut = appended ? LEAF : LEAF / 2;
      leaves.set(at, Arrays.copyOf(leaf, cut));
      leaves.add(at + 1, Arrays.copyOfRange(leaf, cut, leaf.length));
    }

    void remove(String id) {
      int at = leafOf(leaves, id);
      int found = at < 0 ? -1 : indexIn(leaves.get(at), id);
      if (found < 0) {
        return;
      }
      ModelEntry[] leaf = leaves.get(at);
      if (leaf.length == 1) {
        leaves.remove(at);
        return;
      }
      ModelEntry[] copy = Arrays.copyOf(leaf, leaf.length - 1);
      System.arraycopy(leaf, found + 1, copy, found, copy.length - found);
      leaves.set(at, copy);
    }

    Ordering build() {
      return new Ordering(leaves.toArray(new ModelEntry[0][]));
    }
  }
}
