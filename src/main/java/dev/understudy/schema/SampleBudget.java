package dev.understudy.schema;

import com.networknt.schema.CollectorContext;

/**
 * What one value may cost, in all tries together: a schema of a few lines can ask for more than any
 * machine has. For one thread.
 */
final class SampleBudget {

  private static final int STEPS = 20_000;
  private static final int CHARACTERS = 200_000;

  /** Nodes of values times nodes of the parts of a schema that they are held against. */
  private static final long COMPARISONS = 4_000_000;

  private final CollectorContext validations = new CollectorContext();
  private int steps = STEPS;
  private int characters = CHARACTERS;
  private long comparisons = COMPARISONS;

  /** One more schema is looked at. */
  void step(String pointer) {
    if (--steps < 0) {
      throw Unmet.at(pointer, "more than " + STEPS + " steps (expected: a smaller schema)");
    }
  }

  /** So many characters are written. */
  void characters(String pointer, long count) {
    if (count > characters) {
      throw Unmet.at(
          pointer, "more than " + CHARACTERS + " characters in all (expected: shorter strings)");
    }
    characters -= (int) count;
  }

  /** Takes so many comparisons, if there are as many left. */
  boolean affords(long count) {
    if (count > comparisons) {
      return false;
    }
    comparisons -= count;
    return true;
  }

  /** Takes so many, also where fewer are left: one last time. */
  void compare(long count) {
    comparisons -= count;
  }

  /** What validators count in. */
  CollectorContext validations() {
    return validations;
  }

  /** Whether nothing more can be tried. */
  boolean isSpent() {
    return steps <= 0 || characters <= 0 || comparisons <= 0;
  }
}
