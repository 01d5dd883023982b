package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The names of some of the models of a {@link NameIndex}: what is found by a text, by all spellings
 * of it, and by parts. Immutable; any thread. Names of models that have gone are marked, and
 * skipped.
 */
final class NameSegment {

  /** Words of three letters too, for those that are typed with two swapped: {@code gtp}. */
  private static final int SHORTEST_NEAR = 3;

  private final NameTable names;
  private final HashedNumbers byGluedKey;
  private final WordIndex byWord;
  private final NearWords near;
  private final RoaringBitmap gone;

  private NameSegment(
      NameTable names,
      HashedNumbers byGluedKey,
      WordIndex byWord,
      NearWords near,
      RoaringBitmap gone) {
    this.names = names;
    this.byGluedKey = byGluedKey;
    this.byWord = byWord;
    this.near = near;
    this.gone = gone;
  }

  static NameSegment of(Collection<ModelDefinition> models) {
    NameTable names = new NameTable(models);
    HashedNumbers.Builder keys = new HashedNumbers.Builder(names.size());
    WordIndex.Builder parts = new WordIndex.Builder();
    for (int number = 0; number < names.size(); number++) {
      Entry entry = names.entry(number);
      keys.add(entry.name().gluedKey(), number);
      for (String text : texts(entry)) {
        parts.add(text, number);
      }
    }
    WordIndex words = parts.build();
    return new NameSegment(
        names,
        keys.build(),
        words,
        new NearWords(words.size(), words::word, SHORTEST_NEAR),
        new RoaringBitmap());
  }

  private static Set<String> texts(Entry entry) {
    Set<String> texts = new HashSet<>(entry.ownerWords());
    entry.name().tokens().forEach(token -> texts.add(token.text()));
    return texts;
  }

  /** This segment, the names of those models marked as gone. */
  NameSegment without(Collection<ModelDefinition> models) {
    RoaringBitmap marked = gone.clone();
    for (ModelDefinition model : models) {
      for (String name : model.names()) {
        int number = number(name);
        if (number >= 0) {
          marked.add(number);
        }
      }
    }
    return marked.equals(gone) ? this : new NameSegment(names, byGluedKey, byWord, near, marked);
  }

  /** The models of which it still has a name. */
  Collection<ModelDefinition> models() {
    Set<ModelDefinition> models = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int number = 0; number < names.size(); number++) {
      if (!gone.contains(number)) {
        models.add(names.model(number));
      }
    }
    return models;
  }

  /** How many names it has, those that have gone among them. */
  int size() {
    return names.size();
  }

  /** The model that has exactly that name, or null. */
  @Nullable ModelDefinition named(String name) {
    int number = number(name);
    return number < 0 ? null : names.model(number);
  }

  private int number(String name) {
    for (int number : byGluedKey.find(NameParser.parse(name).gluedKey())) {
      if (names.text(number).equals(name) && !gone.contains(number)) {
        return number;
      }
    }
    return -1;
  }

  void addSpelledLike(String gluedKey, List<Entry> found) {
    for (int number : byGluedKey.find(gluedKey)) {
      Entry entry = gone.contains(number) ? null : names.entry(number);
      if (entry != null && entry.name().gluedKey().equals(gluedKey)) {
        found.add(entry);
      }
    }
  }

  void addHaving(Collection<String> texts, int maxParts, int max, List<Entry> found) {
    List<WordIndex.Postings> postings = new ArrayList<>(texts.size());
    for (String text : texts) {
      WordIndex.Postings of = byWord.find(text);
      if (of.count() == 0) {
        return;
      }
      postings.add(of);
    }
    for (int number : Intersection.of(postings, names.countUpTo(maxParts), gone, max)) {
      found.add(names.entry(number));
    }
  }

  int count(String word) {
    return byWord.find(word).count();
  }

  void addNear(String word, Set<String> found) {
    for (int place : near.near(word)) {
      found.add(byWord.word(place));
    }
  }
}
