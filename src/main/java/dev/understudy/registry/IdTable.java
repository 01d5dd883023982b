package dev.understudy.registry;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash table from ids to values, of which a changed copy costs little. Extendible
 * hashing [1]: the upper bits of a hash choose a page by a directory, the lower bits a slot in the
 * page. A write copies the directory (some 100 kB at a million ids) and one page of at most {@value
 * #PAGE_SLOTS} slots; everything else is shared. Ids whose hashes coincide make their page grow
 * rather than the directory, so that chosen ids cannot blow it up.
 *
 * <p>The reason why this is not vavr's HashMap: a hit among 1,000 often asked ids took 8, 16 and 15
 * ns here, 23, 29 and 48 ns there, and 5, 7 and 14 ns in the JDK's HashMap, which cannot be shared,
 * at 1,000, 100,000 and 1,000,000 ids (thread CPU time on a busy machine; {@code
 * RegistryBenchmark}).
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
  private final IdPage<V>[] directory;

  private final int shift;
  private final int size;

  private IdTable(IdPage<V>[] directory, int size) {
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
  private static IdPage<Object>[] emptyDirectory() {
    return (IdPage<Object>[])
        new IdPage<?>[] {new IdPage<>(1, FIRST_SLOTS), new IdPage<>(1, FIRST_SLOTS)};
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

  /**
   * Tells each id whose value is not the same object as in another table, with its value here. Of
   * two tables of which one was made from the other it looks only at the pages that they do not
   * share.
   */
  void forEachNotIn(IdTable<V> other, BiConsumer<String, V> each) {
    IdPage<V> last = null;
    for (int i = 0; i < directory.length; i++) {
      IdPage<V> page = directory[i];
      if (page != last && page != other.page(i, directory.length)) {
        page.forEach(
            (id, value) -> {
              if (other.get(id) != value) {
                each.accept(id, value);
              }
            });
      }
      last = page;
    }
  }

  /** The page at a place of a directory of another length. */
  private IdPage<V> page(int place, int length) {
    return directory[(int) ((long) place * directory.length / length)];
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
    private IdPage<V>[] directory;
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
      IdPage<V> page = directory[index(hash)];
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
      IdPage<V> page = directory[index(hash)];
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
    private void makeRoom(IdPage<V> full, int hash) {
      IdPage<V> page = full;
      while (page.isFull()) {
        boolean deep = page.depth() == depth();
        if (page.slots() < PAGE_SLOTS
            || (deep && directory.length > size / IDS_PER_DIRECTORY_SLOT + 2)) {
          replace(hash, page.rehashed(page.slots() * 2, page.depth(), 0, 0));
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
      IdPage<V>[] doubled = Arrays.copyOf(directory, directory.length * 2);
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = directory[i >>> 1];
      }
      directory = doubled;
    }

    private void split(IdPage<V> page, int hash) {
      int bit = Integer.MIN_VALUE >>> page.depth();
      IdPage<V> low = page.rehashed(page.slots(), page.depth() + 1, bit, 0);
      IdPage<V> high = page.rehashed(page.slots(), page.depth() + 1, bit, bit);
      int run = directory.length >>> page.depth();
      int from = index(hash) & -run;
      Arrays.fill(directory, from, from + run / 2, low);
      Arrays.fill(directory, from + run / 2, from + run, high);
    }

    private void replace(int hash, IdPage<V> page) {
      int run = directory.length >>> page.depth();
      int from = index(hash) & -run;
      Arrays.fill(directory, from, from + run, page);
    }
  }
}
