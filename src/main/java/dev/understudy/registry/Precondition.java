package dev.understudy.registry;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true of a model for a write to be made. Safe on any thread. */
public sealed interface Precondition {

  /** Anything. */
  static Precondition none() {
    return Existence.ANY;
  }

  /** The model is there: {@code If-Match: *}. */
  static Precondition mustExist() {
    return Existence.THERE;
  }

  /** No such model is there: {@code If-None-Match: *}. */
  static Precondition mustNotExist() {
    return Existence.ABSENT;
  }

  /** The model was last changed by one of these writes; none of them fits when it is empty. */
  static Precondition revisionIn(Set<Revision> revisions) {
    return new RevisionIn(Set.copyOf(revisions));
  }

  /**
   * Holds the condition against what is there.
   *
   * @throws UnderstudyException with both revisions when it does not hold
   */
  default void check(String id, @Nullable ModelEntry current) {
    if (!holds(current)) {
      String found =
          current == null
              ? "there is no model \"" + id + "\""
              : "model \"" + id + "\" is at revision " + current.revision();
      throw new UnderstudyException(
          ErrorCode.PRECONDITION_FAILED, found + " (expected: " + expectation() + ")", null);
    }
  }

  /** Whether it holds. */
  boolean holds(@Nullable ModelEntry current);

  /** What it wants, as a phrase. */
  String expectation();

  /** Conditions on whether there is a model. */
  enum Existence implements Precondition {
    /** Either will do. */
    ANY("anything"),
    /** It must be there. */
    THERE("any revision of it"),
    /** It must not be there. */
    ABSENT("no such model");

    private final String expectation;

    Existence(String expectation) {
      this.expectation = expectation;
    }

    @Override
    public boolean holds(@Nullable ModelEntry current) {
      return this == ANY || (current != null) == (this == THERE);
    }

    @Override
    public String expectation() {
      return expectation;
    }
  }

  /**
   * A condition on the last change.
   *
   * @param revisions of which one must be the model's
   */
  record RevisionIn(Set<Revision> revisions) implements Precondition {

    @Override
    public boolean holds(@Nullable ModelEntry current) {
      return current != null && revisions.contains(current.revision());
    }

    @Override
    public String expectation() {
      return revisions.isEmpty()
          ? "a strong tag of the model in this life of the registry"
          : revisions.stream()
              .sorted()
              .map(Revision::toString)
              .collect(Collectors.joining(" or ", "revision ", ""));
    }
  }
}
