package dev.understudy.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Streams by their next wake-up: a binary heap in which each stream knows its place, so that a
 * cancelled one is taken out in logarithmic time. Confined to its pacer's event loop.
 */
final class StreamQueue {

  private @Nullable TokenStream[] heap = new @Nullable TokenStream[16];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The stream that wakes first; there must be one. */
  TokenStream head() {
    return at(0);
  }

  void add(TokenStream stream) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    size++;
    moveUp(stream, size - 1);
  }

  /** Takes a stream out; without effect when it is not in. */
  void remove(TokenStream stream) {
    int hole = stream.queueIndex;
    if (hole < 0) {
      return;
    }
    stream.queueIndex = -1;
    size--;
    TokenStream last = at(size);
    heap[size] = null;
    if (last != stream) {
      moveDown(last, hole);
      moveUp(last, last.queueIndex);
    }
  }

  private void moveUp(TokenStream stream, int from) {
    int index = from;
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      if (!before(stream, at(parent))) {
        break;
      }
      put(at(parent), index);
      index = parent;
    }
    put(stream, index);
  }

  private void moveDown(TokenStream stream, int from) {
    int index = from;
    while (2 * index + 1 < size) {
      int child = 2 * index + 1;
      if (child + 1 < size && before(at(child + 1), at(child))) {
        child++;
      }
      if (!before(at(child), stream)) {
        break;
      }
      put(at(child), index);
      index = child;
    }
    put(stream, index);
  }

  /** Clock readings are compared by their difference, as {@link System#nanoTime} demands. */
  private static boolean before(TokenStream one, TokenStream other) {
    return one.wakeNanos() - other.wakeNanos() < 0;
  }

  private void put(TokenStream stream, int index) {
    heap[index] = stream;
    stream.queueIndex = index;
  }

  @SuppressWarnings("NullAway") // places below size are filled
  private TokenStream at(int index) {
    return heap[index];
  }
}
