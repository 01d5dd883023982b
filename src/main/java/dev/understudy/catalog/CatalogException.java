package dev.understudy.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A catalog that was refused whole. The message has one line for each fault. Carries no stack
 * trace: it tells of bad input, not of a bug.
 */
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final List<CatalogFault> faults;

  /**
   * Refuses a catalog.
   *
   * @param faults at least one
   */
  public CatalogException(List<CatalogFault> faults) {
    super(
        faults.stream().map(CatalogFault::message).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.faults = List.copyOf(faults);
  }

  /** Every fault of every file, file by file. */
  public List<CatalogFault> faults() {
    return faults;
  }
}
