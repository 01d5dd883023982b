package dev.understudy.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a revision as it is kept: what became of a model, or of an alias.
 *
 * @param position its place in the revision, from 0
 * @param kind {@code added}, {@code updated} or {@code removed}; {@code hidden} for layers of which
 *     nothing shows; {@code alias} for a name that moved
 * @param name the model's id, or the alias
 * @param label the model's version, as its definition says
 * @param fields which fields changed, with commas between them
 * @param definition the model as JSON; for an alias the id of the model that has it, or null
 * @param layers what the layers hold as JSON; null where the definition tells
 */
record Row(
    int position,
    String kind,
    String name,
    @Nullable String label,
    @Nullable String fields,
    @Nullable String definition,
    @Nullable String layers) {

  static final String HIDDEN = "hidden";
  static final String ALIAS = "alias";

  /** The columns of {@link #parameters}. */
  static final String COLUMNS = "revision, position, kind, name, label, fields, definition, layers";

  boolean isAlias() {
    return kind.equals(ALIAS);
  }

  List<?> parameters(long revision) {
    return Arrays.asList(revision, (long) position, kind, name, label, fields, definition, layers);
  }

  /** Reads {@link #COLUMNS} from the first on. */
  static Row read(SqlRow row) {
    return new Row(
        (int) row.number(1),
        row.text(2),
        row.text(3),
        row.textOrNull(4),
        row.textOrNull(5),
        row.textOrNull(6),
        row.textOrNull(7));
  }
}
