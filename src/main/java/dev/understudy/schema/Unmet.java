package dev.understudy.schema;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** No value was found: where in the value, and which keyword stood against it. */
final class Unmet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARACTERS = 100;
  private static final int SHOWN_REASON = 500;

  private final @Nullable String pointer;

  /** Told when it is asked for: of very many that are thrown it is the last. */
  private final transient Supplier<String> reason;

  private Unmet(@Nullable String pointer, Supplier<String> reason) {
    super(null, null, false, false);
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
    return new Unmet(pointer, () -> reason);
  }

  /** The same, of a reason that is long in the telling. */
  static Unmet at(String pointer, Supplier<String> reason) {
    return new Unmet(pointer, reason);
  }

  /** Where it is that there is no value, the caller knows. */
  static Unmet somewhere(String reason) {
    return new Unmet(null, () -> reason);
  }

  /** The same, of a reason that is long in the telling. */
  static Unmet somewhere(Supplier<String> reason) {
    return new Unmet(null, reason);
  }

  /** The same with its place, if it has none yet. */
  Unmet within(String pointer) {
    return this.pointer == null ? new Unmet(pointer, reason) : this;
  }

  /** For people; what is very long is cut. */
  String message() {
    String place = pointer == null || pointer.isEmpty() ? "the value" : pointer;
    return cut(place, SHOWN_CHARACTERS) + ": " + cut(reason.get(), SHOWN_REASON);
  }

  @Override
  public String getMessage() {
    return cut(reason.get(), SHOWN_REASON);
  }

  /** The text, or its beginning. */
  static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "..." : text;
  }
}
