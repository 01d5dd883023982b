package dev.understudy.schema;

import com.networknt.schema.CollectorContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one value may cost, in all tries together: a schema of a few lines can ask for more than any
 * machine has. For one thread.
 */
final class SampleBudget {

  private static final int STEPS = 20_000;
  private static final int CHARACTERS = 200_000;

  /** Nodes of values times nodes of the parts of a schema that they are held against. */
  private static final long COMPARISONS = 4_000_000;

  /** Characters that patterns look at, members and elements that are gone through. */
  private static final long LOOKS = 10_000_000;

  /** Of a thread's work, as the validator calls patterns without saying for which value. */
  private static final ThreadLocal<@Nullable SampleBudget> PAYING = new ThreadLocal<>();

  private final CollectorContext validations = new CollectorContext();
  private int steps = STEPS;
  private int characters = CHARACTERS;
  private long comparisons = COMPARISONS;
  private long looks = LOOKS;

  /** Does work for which this budget pays, whoever in it asks for {@link #current}. */
  <T> T pay(Supplier<T> work) {
    PAYING.set(this);
    try {
      return work.get();
    } finally {
      PAYING.remove();
    }
  }

  /** The one that pays on this thread, else a new one. */
  static SampleBudget current() {
    SampleBudget paying = PAYING.get();
    return paying == null ? new SampleBudget() : paying;
  }

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

  /** So many characters, members or elements are gone through. */
  void look(long count) {
    looks -= count;
    if (looks < 0) {
      throw Unmet.somewhere(
          "more than " + LOOKS + " looks at texts and lists (expected: a smaller schema)");
    }
  }

  /** Takes so many comparisons, if there are as many left. */
  boolean affords(long count) {
    if (isSpent() || count > comparisons) {
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
    return steps <= 0 || characters <= 0 || comparisons <= 0 || looks <= 0;
  }
}
