package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.Event;
import dev.understudy.registry.LayerMove;
import dev.understudy.registry.Layers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revision as it is kept, but for its place in the log. Its parts are not to be changed.
 *
 * @param atMicros when it was accepted, in microseconds since 1970
 * @param hashes of its rows, in their order
 */
record EncodedEntry(long revision, long atMicros, String cause, List<Row> rows, List<Hash> hashes) {

  /** What is most of the work of a write, and needs none of those before. */
  static EncodedEntry of(LogEntry entry, Digests digests) {
    long revision = entry.revision();
    List<Row> rows = rows(entry);
    List<Hash> hashes = new ArrayList<>(rows.size());
    rows.forEach(row -> hashes.add(digests.row(revision, row)));
    return new EncodedEntry(
        revision,
        SqlHistory.micros(entry.told().at()),
        entry.told().cause().jsonName(),
        rows,
        hashes);
  }

  /** Whether it is of what lies beneath all that is written, which one server reads for all. */
  boolean isOfLeader() {
    return cause.equals(Cause.CATALOG.jsonName()) || cause.equals(Cause.SOURCE.jsonName());
  }

  /** The hash of the log that ends with it, where it is kept as of that time. */
  Hash chain(Hash before, long keptAtMicros, Digests digests) {
    digests.begin(before, revision, keptAtMicros, cause);
    hashes.forEach(digests::add);
    return digests.end();
  }

  /** Events in their order, so that a row has their number; then what nobody is told of. */
  private static List<Row> rows(LogEntry entry) {
    Map<String, Layers> layers = new HashMap<>();
    for (LayerMove move : entry.accepted().moves()) {
      layers.put(move.id(), move.layers());
    }
    List<Row> rows = new ArrayList<>();
    for (Event event : entry.told().events()) {
      rows.add(
          switch (event.type()) {
            case MODEL_ADDED, MODEL_UPDATED -> shown(event, layers);
            case MODEL_REMOVED -> removed(event, layers);
            case ALIAS_REPOINTED -> alias(event);
            default -> told(event);
          });
    }
    layers.forEach(
        (id, hidden) ->
            rows.add(row(rows.size(), Row.HIDDEN, id, null, StoredForms.write(hidden))));
    return rows;
  }

  private static Row shown(Event event, Map<String, Layers> layers) {
    ModelDefinition model = Objects.requireNonNull(event.model(), "one that shows");
    return new Row(
        event.index(),
        Row.kind(event.type()),
        event.subject(),
        label(model),
        event.fields().isEmpty() ? null : String.join(",", event.fields()),
        StoredForms.write(model),
        StoredForms.write(taken(event, layers)));
  }

  private static Row removed(Event event, Map<String, Layers> layers) {
    String held = StoredForms.write(taken(event, layers));
    return row(event.index(), Row.kind(event.type()), event.subject(), null, held);
  }

  private static Layers taken(Event event, Map<String, Layers> layers) {
    Layers held = layers.remove(event.subject());
    return held == null ? Layers.NONE : held;
  }

  private static Row alias(Event event) {
    JsonNode ends = Objects.requireNonNull(event.details(), "an alias has two ends");
    return new Row(
        event.index(),
        Row.ALIAS,
        event.subject(),
        ends.path("from").textValue(),
        null,
        ends.path("to").textValue(),
        null);
  }

  private static Row told(Event event) {
    String details = event.details() == null ? null : Json.ascii(event.details());
    return row(event.index(), Row.kind(event.type()), event.subject(), details, null);
  }

  /** PostgreSQL knows no text with a NUL in it, UTF-8 no half of a pair: nobody asks for such. */
  private static @Nullable String label(ModelDefinition model) {
    String version = model.version();
    boolean canBeSaid =
        version != null
            && version.indexOf('\0') < 0
            && StandardCharsets.UTF_8.newEncoder().canEncode(version);
    return canBeSaid ? version : null;
  }

  private static Row row(
      int position,
      String kind,
      String name,
      @Nullable String definition,
      @Nullable String layers) {
    return new Row(position, kind, name, null, null, definition, layers);
  }
}
