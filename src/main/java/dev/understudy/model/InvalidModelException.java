package dev.understudy.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A definition that was refused whole, with every fault in it. Carries no stack trace: it tells of
 * bad input, not of a bug.
 */
public final class InvalidModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final List<Fault> faults;

  /**
   * Refuses a definition.
   *
   * @param faults at least one
   */
  public InvalidModelException(List<Fault> faults) {
    super(
        faults.stream().map(Fault::message).collect(Collectors.joining("; ")), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** All faults in one line. */
  public String message() {
    return Objects.requireNonNull(getMessage());
  }

  /** Every fault, in the order of the fields. */
  public List<Fault> faults() {
    return faults;
  }
}
