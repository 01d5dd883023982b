package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a revision as it is kept: what became of a model, or of an alias.
 *
 * @param position its place in the revision, from 0
 * @param kind {@code added}, {@code updated} or {@code removed}; {@code hidden} for layers of which
 *     nothing shows; {@code alias} for a name that moved; others for what was only told
 * @param name the model's id, the alias, or what else it is about
 * @param label the model's version, as its definition says; for an alias the id of the model that
 *     had it before, where that is known
 * @param fields which fields changed, with commas between them
 * @param definition the model as JSON; for an alias the id of the model that has it, or null; what
 *     was told, as JSON
 * @param layers what the layers hold as JSON; null where the definition tells, as of what is in one
 *     layer only
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

  private static final Map<EventType, String> KINDS =
      Arrays.stream(EventType.values()).collect(Collectors.toMap(Function.identity(), Row::kindOf));

  private static final Map<String, EventType> TYPES =
      Arrays.stream(EventType.values()).collect(Collectors.toMap(Row::kindOf, Function.identity()));

  /** The columns of {@link #parameters}. */
  static final String COLUMNS = "revision, position, kind, name, label, fields, definition, layers";

  /** The kind of the row of an event. */
  static String kind(EventType type) {
    return Objects.requireNonNull(KINDS.get(type));
  }

  private static String kindOf(EventType type) {
    return type == EventType.ALIAS_REPOINTED ? ALIAS : type.jsonName().replaceFirst("^model.", "");
  }

  /** The type of its event; null where nobody is told. */
  @Nullable EventType type() {
    return TYPES.get(kind);
  }

  /** What it is of. */
  Places.Sort sort() {
    EventType type = type();
    if (type == null) {
      return Places.Sort.HIDDEN;
    }
    return switch (type) {
      case MODEL_ADDED, MODEL_UPDATED, MODEL_REMOVED -> Places.Sort.MODEL;
      case ALIAS_REPOINTED -> Places.Sort.ALIAS;
      case MODEL_RETIRING -> Places.Sort.RETIRING;
      default -> Places.Sort.TOLD;
    };
  }

  /** Whether it says what a model is, or that it is none. */
  boolean isOfModel() {
    return sort() == Places.Sort.MODEL || sort() == Places.Sort.HIDDEN;
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

  /** What was told with it; the model of one that only names it is not known. */
  Event event() {
    EventType type = Objects.requireNonNull(type(), kind);
    boolean isOfModel = sort() == Places.Sort.MODEL;
    return new Event(
        position,
        type,
        name,
        fields == null ? List.of() : List.of(fields.split(",", -1)),
        isOfModel && definition != null ? StoredForms.read(definition) : null,
        isOfModel ? null : details(type));
  }

  private JsonNode details(EventType type) {
    if (type != EventType.ALIAS_REPOINTED) {
      return StoredForms.details(definition);
    }
    ObjectNode ends = Json.mapper().createObjectNode();
    ends.put("from", label);
    ends.put("to", definition);
    return ends;
  }
}
