package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of a set of models, by themselves and by their parts. Immutable. Models of origin auto
 * are known by their exact id only. No look-up scans the names.
 */
final class NameIndex implements Segmented<NameIndex> {

  /**
   * A name of a model, taken apart; made anew at each look.
   *
   * @param ownerWords words of the model's owner and provider
   */
  record Entry(ModelDefinition model, ParsedName name, Set<String> ownerWords) {}

  /** The most names that {@link #having} finds. */
  static final int MOST_FOUND = 1_000;

  /**
   * What comes is joined with the last parts as long as they are no larger, as in a binary counter,
   * up to so many names: a write then takes in each name that came before only a few times.
   */
  private static final int MOST_JOINED = 256;

  private final List<NameSegment> segments;
  private final Map<String, ModelDefinition> auto;

  private NameIndex(List<NameSegment> segments, Map<String, ModelDefinition> auto) {
    this.segments = List.copyOf(segments);
    this.auto = Map.copyOf(auto);
  }

  static NameIndex of(Collection<ModelDefinition> models) {
    return new NameIndex(List.of(), Map.of()).updated(List.of(), models);
  }

  @Override
  public NameIndex updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
    Map<String, ModelDefinition> newAuto = new HashMap<>(auto);
    gone.forEach(model -> newAuto.remove(model.id()));
    List<NameSegment> parts = new ArrayList<>();
    segments.forEach(segment -> parts.add(segment.without(gone)));
    List<ModelDefinition> last = new ArrayList<>();
    for (ModelDefinition model : come) {
      if (isAuto(model)) {
        newAuto.put(model.id(), model);
      } else {
        last.add(model);
      }
    }
    int size = last.size();
    while (!parts.isEmpty() && isJoined(parts.get(parts.size() - 1).size(), size)) {
      NameSegment joined = parts.remove(parts.size() - 1);
      size += joined.size();
      last.addAll(joined.models());
    }
    if (!last.isEmpty()) {
      parts.add(NameSegment.of(last));
    }
    return new NameIndex(parts, newAuto);
  }

  private static boolean isJoined(int size, int coming) {
    return size <= coming && size + coming <= MOST_JOINED;
  }

  private static boolean isAuto(ModelDefinition model) {
    return model.origin() != null && model.origin().kind() == Origin.Kind.AUTO;
  }

  @Override
  public int segments() {
    return segments.size();
  }

  /** The model that has exactly that name as its id or an alias, or null. */
  @Nullable ModelDefinition named(String name) {
    for (NameSegment segment : segments) {
      ModelDefinition model = segment.named(name);
      if (model != null) {
        return model;
      }
    }
    return auto.get(name);
  }

  /** The model of that id, or null. */
  @Nullable ModelDefinition byId(String id) {
    ModelDefinition model = named(id);
    return model != null && model.id().equals(id) ? model : null;
  }

  /** The names whose bare part differs from the query's in case and separators only. */
  List<Entry> spelledLike(ParsedName query) {
    String key = query.gluedKey();
    List<Entry> found = new ArrayList<>();
    if (!key.isEmpty()) {
      segments.forEach(segment -> segment.addSpelledLike(key, found));
    }
    return found;
  }

  /**
   * The names that have each of the words as a part or as a word of the model's owner, those of the
   * fewest parts first, then by text, at most {@value #MOST_FOUND}.
   *
   * @param words at least one
   * @param maxParts how many parts a name may have
   */
  List<Entry> having(Collection<String> words, int maxParts) {
    return having(words, maxParts, MOST_FOUND);
  }

  /** As the other, at most {@code max}. */
  List<Entry> having(Collection<String> words, int maxParts, int max) {
    List<Entry> found = new ArrayList<>();
    for (NameSegment segment : segments) {
      segment.addHaving(words, maxParts, max, found);
    }
    if (segments.size() > 1) {
      found.sort(NameTable.FEWEST_PARTS);
    }
    return found.size() > max ? found.subList(0, max) : found;
  }

  /** True when a name, or the owner of a model, has that part. */
  boolean knows(String word) {
    return count(word) > 0;
  }

  /** About how many names have that part; those that went lately are counted. */
  int count(String word) {
    int count = 0;
    for (NameSegment segment : segments) {
      count += segment.count(word);
    }
    return count;
  }

  /** The known words of letters only that are one edit away, sorted, see {@link NearWords}. */
  List<String> near(String word) {
    TreeSet<String> found = new TreeSet<>();
    segments.forEach(segment -> segment.addNear(word, found));
    return List.copyOf(found);
  }
}
