package dev.understudy.registry;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every structure over one set of models: by id, by alias, by slot, in order, by term. Immutable
 * and safe on any thread; an {@link Editor} makes the next one, sharing nearly all of it.
 */
record ModelIndex(
    IdTable<ModelEntry> byId,
    IdTable<String> aliases,
    Slots slots,
    Ordering ordering,
    BitmapIndex terms) {

  static final ModelIndex EMPTY =
      new ModelIndex(
          IdTable.empty(), IdTable.empty(), Slots.EMPTY, Ordering.EMPTY, BitmapIndex.EMPTY);

  Editor edit() {
    return new Editor(this);
  }

  /**
   * Makes the next index. Names that fall free are released before others claim theirs, so the
   * caller first calls {@link #release} for every change and then {@link #put}: the outcome of a
   * write does not depend on the order of its changes. Confined to one thread.
   */
  static final class Editor {
    private final IdTable.Editor<ModelEntry> byId;
    private final IdTable.Editor<String> aliases;
    private final Slots.Editor slots;
    private final Ordering.Editor ordering;
    private final BitmapIndex.Editor terms;

    private Editor(ModelIndex index) {
      byId = index.byId.edit();
      aliases = index.aliases.edit();
      slots = index.slots.edit();
      ordering = index.ordering.edit();
      terms = index.terms.edit();
    }

    /** Takes an entry out, or, when a next definition will follow, only the aliases it gives up. */
    void release(ModelEntry before, @Nullable ModelDefinition next) {
      if (next == null || !next.aliases().equals(before.model().aliases())) {
        before.model().aliases().forEach(alias -> aliases.remove(alias.name()));
      }
      if (next == null) {
        byId.remove(before.id());
        ordering.remove(before.id());
        slots.release(before.slot());
        terms.change(before.slot(), before.model(), null);
      }
    }

    /**
     * Puts a definition in.
     *
     * @param before the entry of that id, or null
     * @throws UnderstudyException when one of its names is another model's
     */
    void put(
        @Nullable ModelEntry before,
        ModelDefinition model,
        Revision revision,
        @Nullable Layers layers) {
      if (before == null) {
        claim(model.id(), model.id());
      }
      if (before == null || !model.aliases().equals(before.model().aliases())) {
        claimAliases(model.id(), model.aliases());
      }
      int slot = before == null ? slots.take() : before.slot();
      ModelEntry entry = new ModelEntry(model, revision, slot, layers);
      byId.put(model.id(), entry);
      ordering.put(entry);
      slots.set(slot, entry);
      terms.change(slot, before == null ? null : before.model(), model);
    }

    private void claimAliases(String id, List<ModelAlias> names) {
      for (ModelAlias alias : names) {
        claim(alias.name(), id);
        aliases.put(alias.name(), id);
      }
    }

    private void claim(String name, String id) {
      ModelEntry named = byId.get(name);
      String holder = named != null ? named.id() : aliases.get(name);
      if (holder != null && !holder.equals(id)) {
        throw new UnderstudyException(
            ErrorCode.NAME_CONFLICT,
            "%s \"%s\" of model \"%s\" is already %s \"%s\" (expected: a name of one model only)"
                .formatted(
                    name.equals(id) ? "id" : "alias",
                    name,
                    id,
                    named != null ? "the id of model" : "an alias of model",
                    holder),
            name.equals(id) ? "id" : "aliases");
      }
    }

    ModelIndex build() {
      return new ModelIndex(
          byId.build(), aliases.build(), slots.build(), ordering.build(), terms.build());
    }
  }
}
