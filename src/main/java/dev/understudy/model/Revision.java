package dev.understudy.model;

/**
 * The number of an accepted write, counted from 1; 0 is the empty registry before the first.
 *
 * @param number from 0
 */
public record Revision(long number) implements Comparable<Revision> {

  /** Before the first write. */
  public static final Revision ZERO = new Revision(0);

  /** Refuses negative numbers. */
  public Revision {
    if (number < 0) {
      throw new IllegalArgumentException("revision: " + number + " (expected: from 0)");
    }
  }

  /** The one after this. */
  public Revision next() {
    return new Revision(number + 1);
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
