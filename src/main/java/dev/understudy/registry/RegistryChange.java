package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a write did to one model. Safe on any thread.
 *
 * @param kind what happened
 * @param id the model's id
 * @param before what it was; null when added
 * @param after what it is; null when removed
 * @param fields JSON names of the fields that changed, in their order; empty unless updated
 */
public record RegistryChange(
    Kind kind,
    String id,
    @Nullable ModelDefinition before,
    @Nullable ModelDefinition after,
    List<String> fields) {

  /** What resolving a name looks at, but for the id. */
  private static final Set<String> TELLING_FIELDS =
      Set.of("aliases", "owned_by", "provider", "status", "capabilities", "release_date");

  static RegistryChange of(
      String id, @Nullable ModelDefinition before, @Nullable ModelDefinition after) {
    Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.UPDATED;
    List<String> fields =
        before == null || after == null ? List.of() : ChangedFields.between(before, after);
    return new RegistryChange(kind, id, before, after, fields);
  }

  /** True when resolving a name may now end elsewhere. */
  boolean movesNames() {
    return kind != Kind.UPDATED || !Collections.disjoint(fields, TELLING_FIELDS);
  }

  /** What can happen to a model. */
  public enum Kind implements Named {
    /** There was none of that id. */
    ADDED,
    /** It is another now. */
    UPDATED,
    /** It is gone. */
    REMOVED;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
