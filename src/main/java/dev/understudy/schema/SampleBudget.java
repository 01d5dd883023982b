package dev.understudy.schema;

/**
 * What one value may cost, in all tries together: a schema of a few lines can ask for more than any
 * machine has. For one thread.
 */
final class SampleBudget {

  private static final int STEPS = 20_000;
  private static final int CHARACTERS = 200_000;

  private int steps = STEPS;
  private int characters = CHARACTERS;

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

  /** Whether nothing more can be tried. */
  boolean isSpent() {
    return steps <= 0 || characters <= 0;
  }
}
