package dev.understudy.registry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash table from ids to values, of which a changed copy costs little. Extendible
 * hashing [1]: the upper bits of a hash choose a page by a directory, the lower bits a slot in the
 * page. A write copies the directory (some 100 kB at a million ids) and one page of at most {@value
 * #PAGE_SLOTS} slots; everything else is shared. Ids whose hashes coincide make their page grow
 * rather than the directory, so that chosen ids cannot blow it up.
 *
 * <p>Measured with JMH against vavr's HashMap, see {@code RegistryBenchmark}.
 *
 * <p>[1] Fagin, Nievergelt, Pippenger, Strong: Extendible hashing. ACM TODS 4(3), 1979.
 */
final class IdTable<V> {

  private static final int PAGE_SLOTS = 128;
  private static final int FIRST_SLOTS = 8;

  /** Directory slots for each id that a page may still be split for; a fair hash needs 1/60. */
  private static final int IDS_PER_DIRECTORY_SLOT = 8;

  private static final IdTable<?> EMPTY = new IdTable<>(emptyDirectory(), 0);

  /** A power of two of references, at least two; neighbours share a page that is not split. */
  private final Page<V>[] directory;

  private final int shift;
  private final int size;

  private IdTable(Page<V>[] directory, int size) {
    this.directory = directory;
    this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(directory.length);
    this.size = size;
  }

  /** The table without ids. */
  @SuppressWarnings("unchecked") // it holds no values
  static <V> IdTable<V> empty() {
    return (IdTable<V>) EMPTY;
  }

  @SuppressWarnings("unchecked") // an array of a generic type
  private static Page<Object>[] emptyDirectory() {
    return (Page<Object>[]) new Page<?>[] {new Page<>(1, FIRST_SLOTS), new Page<>(1, FIRST_SLOTS)};
  }

  /** The value of the id, or null. */
  @Nullable V get(String id) {
    int hash = hash(id);
    return directory[hash >>> shift].get(id, hash);
  }

  int size() {
    return size;
  }

  /** How many references a write copies to begin with. */
  int directorySize() {
    return directory.length;
  }

  Editor<V> edit() {
    return new Editor<>(this);
  }

  /** Spreads the hash over all bits (MurmurHash3's finalizer); 0 is left for empty slots. */
  private static int hash(String id) {
    int hash = id.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return hash == 0 ? 1 : hash;
  }

  /** Makes a changed copy. Confined to one thread; of no use after {@link #build}. */
  static final class Editor<V> {
    private Page<V>[] directory;
    private int size;

    private Editor(IdTable<V> table) {
      directory = table.directory.clone();
      size = table.size;
    }

    @Nullable V get(String id) {
      int hash = hash(id);
      return directory[index(hash)].get(id, hash);
    }

    void put(String id, V value) {
      int hash = hash(id);
      Page<V> page = directory[index(hash)];
      int slot = page.find(id, hash);
      if (slot < 0) {
        size++;
        if (page.isFull()) {
          makeRoom(page, hash);
          page = directory[index(hash)];
        }
      }
      replace(hash, page.with(id, hash, value));
    }

    void remove(String id) {
      int hash = hash(id);
      Page<V> page = directory[index(hash)];
      if (page.find(id, hash) >= 0) {
        size--;
        replace(hash, page.without(id));
      }
    }

    IdTable<V> build() {
      return new IdTable<>(directory, size);
    }

    private int index(int hash) {
      return hash >>> (Integer.SIZE - depth());
    }

    private int depth() {
      return Integer.numberOfTrailingZeros(directory.length);
    }

    /** Splits the page until the hash finds room, or lets it grow where splitting is no help. */
    private void makeRoom(Page<V> full, int hash) {
      Page<V> page = full;
      while (page.isFull()) {
        boolean deep = page.depth == depth();
        if (page.slots() < PAGE_SLOTS
            || (deep && directory.length > size / IDS_PER_DIRECTORY_SLOT + 2)) {
          replace(hash, page.rehashed(page.slots() * 2, page.depth, 0, 0));
        } else {
          if (deep) {
            doubleDirectory();
          }
          split(page, hash);
        }
        page = directory[index(hash)];
      }
    }

    private void doubleDirectory() {
      Page<V>[] doubled = Arrays.copyOf(directory, directory.length * 2);
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = directory[i >>> 1];
      }
      directory = doubled;
    }

    private void split(Page<V> page, int hash) {
      int bit = Integer.MIN_VALUE >>> page.depth;
      Page<V> low = page.rehashed(page.slots(), page.depth + 1, bit, 0);
      Page<V> high = page.rehashed(page.slots(), page.depth + 1, bit, bit);
      int run = directory.length >>> page.depth;
      int from = index(hash) & -run;
      Arrays.fill(directory, from, from + run / 2, low);
      Arrays.fill(directory, from + run / 2, from + run, high);
    }

    private void replace(int hash, Page<V> page) {
      int run = directory.length >>> page.depth;
      int from = index(hash) & -run;
      Arrays.fill(directory, from, from + run, page);
    }
  }

  /** Slots with linear probing, at most three quarters full. Written only while it is new. */
  private static final class Page<V> {
    private final int depth;
    private final int[] hashes;
    private final @Nullable String[] ids;
    private final @Nullable Object[] values;
    private int count;

    Page(int depth, int slots) {
      this(depth, new int[slots], new String[slots], new Object[slots], 0);
    }

    private Page(
        int depth, int[] hashes, @Nullable String[] ids, @Nullable Object[] values, int count) {
      this.depth = depth;
      this.hashes = hashes;
      this.ids = ids;
      this.values = values;
      this.count = count;
    }

    int slots() {
      return hashes.length;
    }

    boolean isFull() {
      return count >= hashes.length / 4 * 3;
    }

    @SuppressWarnings("unchecked") // only values of V are put in
    @Nullable V get(String id, int hash) {
      int slot = find(id, hash);
      return slot < 0 ? null : (V) values[slot];
    }

    /** The slot of the id, or the complement of the empty slot where it would go. */
    int find(String id, int hash) {
      int mask = hashes.length - 1;
      for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
        int there = hashes[slot];
        if (there == hash && id.equals(ids[slot])) {
          return slot;
        }
        if (there == 0) {
          return ~slot;
        }
      }
    }

    Page<V> with(String id, int hash, V value) {
      Page<V> copy = new Page<>(depth, hashes.clone(), ids.clone(), values.clone(), count);
      copy.set(id, hash, value);
      return copy;
    }

    private void set(String id, int hash, @Nullable Object value) {
      int found = find(id, hash);
      int slot = found < 0 ? ~found : found;
      count += found < 0 ? 1 : 0;
      hashes[slot] = hash;
      ids[slot] = id;
      values[slot] = value;
    }

    Page<V> without(String id) {
      Page<V> copy = new Page<>(depth, slots());
      for (int slot = 0; slot < hashes.length; slot++) {
        String there = ids[slot];
        if (there != null && !there.equals(id)) {
          copy.set(there, hashes[slot], values[slot]);
        }
      }
      return copy;
    }

    /** A page of so many slots with those ids whose hash has {@code value} under the mask. */
    Page<V> rehashed(int slots, int newDepth, int mask, int value) {
      Page<V> copy = new Page<>(newDepth, slots);
      for (int slot = 0; slot < hashes.length; slot++) {
        String there = ids[slot];
        if (there != null && (hashes[slot] & mask) == value) {
          copy.set(there, hashes[slot], values[slot]);
        }
      }
      return copy;
    }
  }
}
