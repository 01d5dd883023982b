package dev.understudy.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the faults of one definition, so that all are told at once. Confined to one thread. */
public final class Faults {

  private final List<Fault> found = new ArrayList<>();

  /** Notes a fault unless {@code ok}. */
  public void require(boolean ok, String path, @Nullable Object value, String expected) {
    if (!ok) {
      add(path, value, expected);
    }
  }

  /** Notes a fault when a known number is below {@code least}; unknown (null) is never a fault. */
  public void atLeast(@Nullable Number value, long least, String path) {
    if (value != null && value.longValue() < least) {
      add(path, value, "a whole number from " + least);
    }
  }

  /** Notes a fault. */
  public void add(String path, @Nullable Object value, String expected) {
    found.add(Fault.of(path, value, expected));
  }

  /** Notes the faults of a part that stands at {@code prefix}. */
  public void addAll(String prefix, Collection<Fault> faults) {
    faults.forEach(fault -> found.add(fault.under(prefix)));
  }

  /**
   * Makes a part of the definition; its faults are noted under {@code prefix} and null returned.
   */
  public <T> @Nullable T part(String prefix, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidModelException e) {
      addAll(prefix, e.faults());
      return null;
    }
  }

  /** True as long as nothing was noted. */
  public boolean none() {
    return found.isEmpty();
  }

  /** What was noted so far. */
  public List<Fault> list() {
    return List.copyOf(found);
  }

  /**
   * Ends the collecting.
   *
   * @throws InvalidModelException when anything was noted
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidModelException(found);
    }
  }
}
