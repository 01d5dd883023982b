package dev.understudy.schema;

import org.jspecify.annotations.Nullable;

/** No value was found: where in the value, and which keyword stood against it. */
final class Unmet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARACTERS = 100;

  private final @Nullable String pointer;
  private final String reason;

  private Unmet(@Nullable String pointer, String reason) {
    super(reason, null, false, false);
    this.pointer = pointer;
    this.reason = reason;
  }

  /**
   * A place without a value.
   *
   * @param pointer a JSON pointer into the value, empty for all of it
   * @param reason the keyword, what it says, and what was expected
   */
  static Unmet at(String pointer, String reason) {
    return new Unmet(pointer, reason);
  }

  /** Where it is that there is no value, the caller knows. */
  static Unmet somewhere(String reason) {
    return new Unmet(null, reason);
  }

  /** The same with its place, if it has none yet. */
  Unmet within(String pointer) {
    return this.pointer == null ? new Unmet(pointer, reason) : this;
  }

  /** For people; the place is cut where it is very deep. */
  String message() {
    String place = pointer == null || pointer.isEmpty() ? "the value" : pointer;
    boolean deep = place.length() > SHOWN_CHARACTERS;
    return (deep ? place.substring(0, SHOWN_CHARACTERS) + "..." : place) + ": " + reason;
  }
}
