package dev.understudy.registry;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A page of an {@link IdTable}: slots with linear probing, at most three quarters full. Written
 * only while it is new. The hashes stand apart, so that a probe touches no id but the right one.
 */
final class IdPage<V> {
  private final int depth;
  private final int[] hashes;
  private final @Nullable String[] ids;
  private final @Nullable Object[] values;
  private int count;

  IdPage(int depth, int slots) {
    this(depth, new int[slots], new String[slots], new Object[slots], 0);
  }

  private IdPage(
      int depth, int[] hashes, @Nullable String[] ids, @Nullable Object[] values, int count) {
    this.depth = depth;
    this.hashes = hashes;
    this.ids = ids;
    this.values = values;
    this.count = count;
  }

  /** How many upper bits of the hash all its ids share. */
  int depth() {
    return depth;
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

  /** Tells each id and its value. */
  @SuppressWarnings("unchecked") // only values of V are put in
  void forEach(BiConsumer<String, V> each) {
    for (int slot = 0; slot < hashes.length; slot++) {
      String id = ids[slot];
      if (id != null) {
        each.accept(id, (V) values[slot]);
      }
    }
  }

  IdPage<V> with(String id, int hash, V value) {
    IdPage<V> copy = new IdPage<>(depth, hashes.clone(), ids.clone(), values.clone(), count);
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

  IdPage<V> without(String id) {
    IdPage<V> copy = new IdPage<>(depth, slots());
    for (int slot = 0; slot < hashes.length; slot++) {
      String there = ids[slot];
      if (there != null && !there.equals(id)) {
        copy.set(there, hashes[slot], values[slot]);
      }
    }
    return copy;
  }

  /** A page of so many slots with those ids whose hash has {@code value} under the mask. */
  IdPage<V> rehashed(int slots, int newDepth, int mask, int value) {
    IdPage<V> copy = new IdPage<>(newDepth, slots);
    for (int slot = 0; slot < hashes.length; slot++) {
      String there = ids[slot];
      if (there != null && (hashes[slot] & mask) == value) {
        copy.set(there, hashes[slot], values[slot]);
      }
    }
    return copy;
  }
}
