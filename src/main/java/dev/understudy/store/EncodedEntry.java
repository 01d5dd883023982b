package dev.understudy.store;

import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.LayerMove;
import dev.understudy.registry.Layers;
import dev.understudy.registry.RegistryChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        revision, SqlHistory.micros(entry.at()), entry.cause().jsonName(), rows, hashes);
  }

  /** The hash of the log that ends with it, where it is kept as of that time. */
  Hash chain(Hash before, long keptAtMicros, Digests digests) {
    digests.begin(before, revision, keptAtMicros, cause);
    hashes.forEach(digests::add);
    return digests.end();
  }

  private static List<Row> rows(LogEntry entry) {
    List<RegistryChange> changes = entry.accepted().write().changes();
    Map<String, Layers> layers = new HashMap<>();
    List<Row> rows = new ArrayList<>(changes.size());
    for (LayerMove move : entry.accepted().moves()) {
      layers.put(move.id(), move.layers());
    }
    for (RegistryChange change : changes) {
      rows.add(changed(rows.size(), change, layers.getOrDefault(change.id(), Layers.NONE)));
      layers.remove(change.id());
    }
    for (LayerMove move : entry.accepted().moves()) {
      if (layers.containsKey(move.id())) {
        rows.add(row(rows.size(), Row.HIDDEN, move.id(), null, StoredForms.write(move.layers())));
      }
    }
    aliases(changes).forEach((alias, id) -> rows.add(row(rows.size(), Row.ALIAS, alias, id, null)));
    return rows;
  }

  private static Row changed(int position, RegistryChange change, Layers layers) {
    ModelDefinition after = change.after();
    return new Row(
        position,
        change.kind().jsonName(),
        change.id(),
        after == null ? null : label(after),
        change.fields().isEmpty() ? null : String.join(",", change.fields()),
        after == null ? null : StoredForms.write(after),
        StoredForms.write(layers));
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

  /** The aliases that moved, and to which model; null where they are of none now. */
  private static Map<String, @Nullable String> aliases(List<RegistryChange> changes) {
    Map<String, @Nullable String> moved = new TreeMap<>();
    for (RegistryChange change : changes) {
      aliases(change.before()).forEach(alias -> moved.putIfAbsent(alias.name(), null));
    }
    for (RegistryChange change : changes) {
      aliases(change.after()).forEach(alias -> moved.put(alias.name(), change.id()));
    }
    for (RegistryChange change : changes) {
      for (ModelAlias alias : aliases(change.before())) {
        if (change.id().equals(moved.get(alias.name()))) {
          moved.remove(alias.name());
        }
      }
    }
    return moved;
  }

  private static List<ModelAlias> aliases(@Nullable ModelDefinition model) {
    return model == null ? List.of() : model.aliases();
  }
}
