package dev.understudy.registry;

import io.vavr.collection.List;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which entry is behind a slot. Immutable; a changed copy copies one block of {@value #BLOCK} and
 * the list of blocks. Freed slots are given out again, so that slots stay dense.
 */
final class Slots {

  private static final int BLOCK_BITS = 9;
  private static final int BLOCK = 1 << BLOCK_BITS;

  static final Slots EMPTY = new Slots(new ModelEntry[0][], 0, List.empty());

  private final @Nullable ModelEntry[][] blocks;
  private final int end;
  private final List<Integer> free;

  private Slots(@Nullable ModelEntry[][] blocks, int end, List<Integer> free) {
    this.blocks = blocks;
    this.end = end;
    this.free = free;
  }

  /** The entry behind a slot in use. */
  ModelEntry get(int slot) {
    ModelEntry entry = blocks[slot >>> BLOCK_BITS][slot & (BLOCK - 1)];
    if (entry == null) {
      throw new IllegalStateException("slot " + slot + " is free");
    }
    return entry;
  }

  Editor edit() {
    return new Editor(this);
  }

  /** Makes a changed copy. Confined to one thread. */
  static final class Editor {
    private @Nullable ModelEntry[][] blocks;
    private int end;
    private List<Integer> free;

    private Editor(Slots slots) {
      blocks = slots.blocks.clone();
      end = slots.end;
      free = slots.free;
    }

    /** A slot that no entry has. */
    int take() {
      if (free.isEmpty()) {
        return end++;
      }
      int slot = free.head();
      free = free.tail();
      return slot;
    }

    void set(int slot, ModelEntry entry) {
      copy(slot)[slot & (BLOCK - 1)] = entry;
    }

    void release(int slot) {
      copy(slot)[slot & (BLOCK - 1)] = null;
      free = free.prepend(slot);
    }

    private @Nullable ModelEntry[] copy(int slot) {
      int block = slot >>> BLOCK_BITS;
      if (block >= blocks.length) {
        blocks = Arrays.copyOf(blocks, block + 1);
      }
      @Nullable ModelEntry[] old = blocks[block];
      blocks[block] = old == null ? new ModelEntry[BLOCK] : old.clone();
      return blocks[block];
    }

    Slots build() {
      return new Slots(blocks, end, free);
    }
  }
}
