package dev.understudy.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Another name of a model. Ids and aliases share one name space.
 *
 * @param name follows the rules of {@link ModelId}
 * @param kind why it exists; null when not said
 * @param since the day from which it has meant this model; null when unknown
 * @param hidden true for one that is resolved but not shown
 */
public record ModelAlias(
    String name, @Nullable AliasKind kind, @Nullable LocalDate since, boolean hidden) {

  /** Refuses a name that could not be an id. */
  public ModelAlias {
    String expected = ModelId.expectation(name);
    if (expected != null) {
      Faults faults = new Faults();
      faults.add("name", name, expected);
      faults.throwIfAny();
    }
  }

  /** A plain alias. */
  public static ModelAlias of(String name) {
    return new ModelAlias(name, null, null, false);
  }

  /** An alias of a kind. */
  public static ModelAlias of(String name, AliasKind kind) {
    return new ModelAlias(name, kind, null, false);
  }

  /** True when only the name is said. */
  public boolean isPlain() {
    return kind == null && since == null && !hidden;
  }
}
