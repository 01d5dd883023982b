package dev.understudy.registry;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true of a model, or of all, for a write to be made. Safe on any thread. */
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
    check("model \"" + id + "\"", current == null ? null : current.revision());
  }

  /**
   * Holds the condition against the registry, which is always there and was last changed by that
   * write.
   *
   * @throws UnderstudyException with both revisions when it does not hold
   */
  default void checkAll(Revision current) {
    check("the registry", current);
  }

  private void check(String what, @Nullable Revision current) {
    if (!holds(current)) {
      String found = current == null ? "there is no " + what : what + " is at revision " + current;
      throw new UnderstudyException(
          ErrorCode.PRECONDITION_FAILED, found + " (expected: " + expectation() + ")", null);
    }
  }

  /**
   * Whether it holds.
   *
   * @param current the write that last changed what is there; null where there is nothing
   */
  boolean holds(@Nullable Revision current);

  /** What it wants, as a phrase. */
  String expectation();

  /** Conditions on whether there is a model. */
  enum Existence implements Precondition {
    /** Either will do. */
    ANY("anything"),
    /** It must be there. */
    THERE("any revision of it"),
    /** It must not be there. */
    ABSENT("that there is none");

    private final String expectation;

    Existence(String expectation) {
      this.expectation = expectation;
    }

    @Override
    public boolean holds(@Nullable Revision current) {
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
   * @param revisions of which one must be the last
   */
  record RevisionIn(Set<Revision> revisions) implements Precondition {

    @Override
    public boolean holds(@Nullable Revision current) {
      return current != null && revisions.contains(current);
    }

    @Override
    public String expectation() {
      return revisions.isEmpty()
          ? "a strong tag of it in this life of the registry"
          : revisions.stream()
              .sorted()
              .map(Revision::toString)
              .collect(Collectors.joining(" or ", "revision ", ""));
    }
  }
}
