package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds names that are the query but for case, separators and owner. Immutable; any thread.
 *
 * <p>The owner of the query is the last segment of the path before the name, as hosts put theirs
 * before it. The nearest spelling counts: the same owner before another name of it, that before any
 * other, and the same parts before a glued spelling.
 */
final class SpelledNames {

  private final NameIndex index;
  private final Owners owners;

  SpelledNames(NameIndex index, Owners owners) {
    this.index = index;
    this.owners = owners;
  }

  /**
   * The model with that name.
   *
   * @param owner the owner whom the model must have; null for any
   */
  Answer find(ParsedName name, @Nullable String owner) {
    List<Entry> same =
        index.spelledLike(name).stream()
            .filter(e -> !Differences.splitsSize(name, e.name()))
            .filter(e -> owner == null || owners.isOf(owner, e.model()))
            .toList();
    if (same.isEmpty()) {
      return Answer.NONE;
    }
    String asked = name.owner() == null ? null : Owners.last(name.owner());
    Predicate<Entry> sameOwner = e -> Objects.equals(host(name), host(e.name()));
    Predicate<Entry> itsOwner = e -> owners.isOf(asked, e.model());
    String bareKey = name.bareKey();
    Predicate<Entry> sameKey = e -> e.name().bareKey().equals(bareKey);
    for (Predicate<Entry> closeness :
        List.of(
            sameOwner.and(sameKey),
            itsOwner.and(sameKey),
            sameKey,
            sameOwner,
            itsOwner,
            (Entry e) -> true)) {
      List<Entry> found = same.stream().filter(closeness).toList();
      if (!found.isEmpty()) {
        return only(name, found);
      }
    }
    return Answer.NONE;
  }

  private static Answer only(ParsedName name, List<Entry> found) {
    Set<String> ids = new LinkedHashSet<>();
    found.forEach(entry -> ids.add(entry.model().id()));
    if (ids.size() > 1) {
      return Answer.several(found);
    }
    Entry entry = found.get(0);
    String owner = entry.name().owner();
    boolean ownerKept = Objects.equals(key(name.owner()), key(owner));
    List<Change> changed = new ArrayList<>();
    Differences.owner(name, entry).ifPresent(changed::add);
    Differences.spelling(name, entry).ifPresent(changed::add);
    List<Change> filled =
        name.owner() == null && owner != null
            ? List.of(new Change("owner", null, owner))
            : List.of();
    return ownerKept
        ? Answer.of(entry, Via.NORMALIZED, 0.99, changed, filled)
        : Answer.of(entry, Via.OWNER_DROPPED, 0.95, changed, filled);
  }

  /** One name for all names of the owner in the last segment before the name. */
  private @Nullable String host(ParsedName name) {
    String owner = name.owner();
    return owner == null ? null : owners.canonical(Owners.last(owner));
  }

  private static @Nullable String key(@Nullable String owner) {
    return owner == null ? null : NameParser.normalize(owner);
  }
}
