package dev.understudy.registry;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * An immutable set of slots: one RoaringBitmap for each 65,536 of them, so that a changed copy
 * copies at most 8 kB for a changed slot, however many models there are. Safe on any thread.
 */
final class SlotSet {

  private static final int CHUNK_BITS = 16;
  private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

  static final SlotSet EMPTY = new SlotSet(new RoaringBitmap[0], 0);

  private final @Nullable RoaringBitmap[] chunks;
  private final int cardinality;

  private SlotSet(@Nullable RoaringBitmap[] chunks, int cardinality) {
    this.chunks = chunks;
    this.cardinality = cardinality;
  }

  private static SlotSet of(@Nullable RoaringBitmap[] chunks) {
    int cardinality = 0;
    for (RoaringBitmap chunk : chunks) {
      cardinality += chunk == null ? 0 : chunk.getCardinality();
    }
    return new SlotSet(chunks, cardinality);
  }

  int cardinality() {
    return cardinality;
  }

  boolean contains(int slot) {
    RoaringBitmap chunk = chunk(slot >>> CHUNK_BITS);
    return chunk != null && chunk.contains(slot & IN_CHUNK);
  }

  void forEach(IntConsumer action) {
    for (int i = 0; i < chunks.length; i++) {
      RoaringBitmap chunk = chunks[i];
      if (chunk != null) {
        int first = i << CHUNK_BITS;
        chunk.forEach((org.roaringbitmap.IntConsumer) slot -> action.accept(first + slot));
      }
    }
  }

  SlotSet and(SlotSet other) {
    @Nullable RoaringBitmap[] common =
        new RoaringBitmap[Math.min(chunks.length, other.chunks.length)];
    for (int i = 0; i < common.length; i++) {
      RoaringBitmap mine = chunks[i];
      RoaringBitmap theirs = other.chunks[i];
      common[i] = mine == null || theirs == null ? null : RoaringBitmap.and(mine, theirs);
    }
    return of(common);
  }

  SlotSet or(SlotSet other) {
    @Nullable RoaringBitmap[] union =
        new RoaringBitmap[Math.max(chunks.length, other.chunks.length)];
    for (int i = 0; i < union.length; i++) {
      RoaringBitmap mine = chunk(i);
      RoaringBitmap theirs = other.chunk(i);
      union[i] = mine == null ? theirs : theirs == null ? mine : RoaringBitmap.or(mine, theirs);
    }
    return of(union);
  }

  SlotSet without(SlotSet other) {
    @Nullable RoaringBitmap[] rest = chunks.clone();
    for (int i = 0; i < rest.length; i++) {
      RoaringBitmap mine = rest[i];
      RoaringBitmap theirs = other.chunk(i);
      rest[i] = mine == null || theirs == null ? mine : RoaringBitmap.andNot(mine, theirs);
    }
    return of(rest);
  }

  private @Nullable RoaringBitmap chunk(int index) {
    return index < chunks.length ? chunks[index] : null;
  }

  Editor edit() {
    return new Editor(this);
  }

  /** Makes a changed copy, copying each chunk when it is first changed. Confined to one thread. */
  static final class Editor {
    private @Nullable RoaringBitmap[] chunks;
    private final BitSet copied = new BitSet();

    private Editor(SlotSet set) {
      chunks = set.chunks.clone();
    }

    void add(int slot) {
      writable(slot >>> CHUNK_BITS).add(slot & IN_CHUNK);
    }

    void remove(int slot) {
      writable(slot >>> CHUNK_BITS).remove(slot & IN_CHUNK);
    }

    private RoaringBitmap writable(int index) {
      if (index >= chunks.length) {
        chunks = Arrays.copyOf(chunks, index + 1);
      }
      RoaringBitmap chunk = chunks[index];
      if (chunk == null || !copied.get(index)) {
        chunk = chunk == null ? new RoaringBitmap() : chunk.clone();
        chunks[index] = chunk;
        copied.set(index);
      }
      return chunk;
    }

    SlotSet build() {
      for (int i = copied.nextSetBit(0); i >= 0; i = copied.nextSetBit(i + 1)) {
        RoaringBitmap chunk = chunks[i];
        if (chunk != null && chunk.isEmpty()) {
          chunks[i] = null;
        }
      }
      return of(chunks);
    }
  }
}
