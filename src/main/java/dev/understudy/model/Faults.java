package dev.understudy.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the faults of one definition, so that all are told at once; of very many only the first
 * {@link #MOST}, so that hostile input stays cheap. Confined to one thread.
 */
public final class Faults {

  /** How many are kept; a last one then says that there are more. */
  public static final int MOST = 100;

  private final List<Fault> found = new ArrayList<>();
  private int more;

  /** Notes a fault unless {@code ok}. */
  public void require(boolean ok, String path, @Nullable Object value, String expected) {
    if (!ok) {
      add(path, value, expected);
    }
  }

  /** Notes a fault of that kind unless {@code ok}. */
  public void require(
      boolean ok, String path, @Nullable Object value, String expected, ErrorCode code) {
    if (!ok) {
      add(Fault.of(path, value, expected, code));
    }
  }

  /** Notes a fault when a known number is below {@code least}; unknown (null) is never a fault. */
  public void atLeast(@Nullable Number value, long least, String path) {
    if (value != null && value.longValue() < least) {
      add(Fault.of(path, value, "a whole number from " + least, ErrorCode.INTEGER_BELOW_MIN_VALUE));
    }
  }

  /** Notes a fault. */
  public void add(String path, @Nullable Object value, String expected) {
    add(Fault.of(path, value, expected));
  }

  private void add(Fault fault) {
    if (found.size() < MOST) {
      found.add(fault);
    } else {
      more++;
    }
  }

  /** Notes the faults of a part that stands at {@code prefix}. */
  public void addAll(String prefix, Collection<Fault> faults) {
    for (Fault fault : faults) {
      add(fault.under(prefix));
    }
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

  /**
   * As {@link #part}, for a part whose fields stand beside the others under names that begin with
   * {@code prefix}.
   */
  public <T> @Nullable T prefixed(String prefix, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidModelException e) {
      e.faults().forEach(fault -> add(prefix + fault.path(), fault.value(), fault.expected()));
      return null;
    }
  }

  /** True as long as nothing was noted. */
  public boolean none() {
    return found.isEmpty();
  }

  /** True when there are more than are kept: who reads many elements can stop then. */
  public boolean isFull() {
    return more > 0;
  }

  /** How many were noted so far, kept or not. */
  public int count() {
    return found.size() + more;
  }

  /** What was noted so far; when not all was kept, the last one says so. */
  public List<Fault> list() {
    if (more == 0) {
      return List.copyOf(found);
    }
    List<Fault> all = new ArrayList<>(found);
    String rest = more == 1 ? "at least 1 more fault" : "at least " + more + " more faults";
    all.add(Fault.of("", rest, "none"));
    return List.copyOf(all);
  }

  /**
   * Ends the collecting of a request's faults.
   *
   * @throws UnderstudyException telling all; the first gives code and parameter
   */
  public void refuseRequest() {
    if (!found.isEmpty()) {
      Fault first = found.get(0);
      String all = list().stream().map(Fault::message).collect(Collectors.joining("; "));
      throw new UnderstudyException(first.code(), all, first.path());
    }
  }

  /**
   * Ends the collecting.
   *
   * @throws InvalidModelException when anything was noted
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidModelException(list());
    }
  }
}
