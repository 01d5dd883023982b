package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.FilterIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * A part of the models that are searched. They are numbered in the order in which equals are shown,
 * {@link SearchDocument#ORDER}, so that the best of a set of equals are its lowest numbers. Models
 * can only go; which are left is said by a set. Immutable; any thread.
 */
final class SearchSegment {

  private final List<ModelDefinition> models;

  /** The models that have not gone. */
  private final RoaringBitmap live;

  private final WordIndex wordIndex;
  private final SearchWords words;
  private final NearWords near;

  /** The first word of each name. */
  private final SearchWords firsts;

  /** By folded name. */
  private final HashedNumbers names;

  private final FilterIndex filters;

  /** A segment of those models, in any order. */
  SearchSegment(Collection<ModelDefinition> some) {
    models = new ArrayList<>(some);
    models.sort(SearchDocument.ORDER);
    live = RoaringBitmap.bitmapOfRange(0, models.size());
    WordIndex.Builder wordBuilder = new WordIndex.Builder();
    WordIndex.Builder firstBuilder = new WordIndex.Builder();
    HashedNumbers.Builder nameBuilder = new HashedNumbers.Builder(3 * models.size());
    for (int i = 0; i < models.size(); i++) {
      int number = i;
      ModelDefinition model = models.get(number);
      SearchDocument.fields(
          model,
          (field, text) ->
              SearchDocument.wordsOf(text).forEach(word -> wordBuilder.add(word, number)));
      for (String name : SearchDocument.names(model)) {
        nameBuilder.add(NameParser.normalize(name), number);
        SearchDocument.wordsOf(name).stream()
            .limit(1)
            .forEach(word -> firstBuilder.add(word, number));
      }
    }
    wordIndex = wordBuilder.build();
    words = new SearchWords(wordIndex);
    near = new NearWords(wordIndex.size(), wordIndex::word);
    firsts = new SearchWords(firstBuilder.build());
    names = nameBuilder.build();
    filters = FilterIndex.of(models);
  }

  private SearchSegment(SearchSegment of, RoaringBitmap live) {
    models = of.models;
    this.live = live;
    wordIndex = of.wordIndex;
    words = of.words;
    near = of.near;
    firsts = of.firsts;
    names = of.names;
    filters = of.filters;
  }

  /** This segment without the models of those ids. */
  SearchSegment without(Set<String> ids) {
    RoaringBitmap gone = new RoaringBitmap();
    for (String id : ids) {
      for (int number : names.find(NameParser.normalize(id))) {
        if (models.get(number).id().equals(id) && live.contains(number)) {
          gone.add(number);
        }
      }
    }
    return gone.isEmpty() ? this : new SearchSegment(this, RoaringBitmap.andNot(live, gone));
  }

  /** How many models are left. */
  int size() {
    return live.getCardinality();
  }

  /** The models that are left. */
  List<ModelDefinition> models() {
    return Arrays.stream(live.toArray()).mapToObj(models::get).toList();
  }

  ModelDefinition model(int number) {
    return models.get(number);
  }

  /** The number of the first model that comes after a place among equals. */
  int after(SearchCursor cursor) {
    int low = 0;
    int high = models.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cursor.isBefore(models.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Those of the numbers whose models are left. */
  RoaringBitmap live(RoaringBitmap numbers) {
    return size() == models.size() ? numbers : RoaringBitmap.and(numbers, live);
  }

  /** Whether a model that is left has the word. */
  boolean has(String word) {
    return RoaringBitmap.intersects(words.whole(word), live);
  }

  SearchWords words() {
    return words;
  }

  SearchWords firsts() {
    return firsts;
  }

  FilterIndex filters() {
    return filters;
  }

  /** The words one edit away from a word. */
  List<String> near(String word) {
    return Arrays.stream(near.near(word)).mapToObj(wordIndex::word).toList();
  }

  /** The models that have a name which folds to the text. */
  RoaringBitmap named(String folded) {
    RoaringBitmap named = new RoaringBitmap();
    for (int number : names.find(folded)) {
      if (SearchDocument.names(models.get(number)).stream()
          .anyMatch(name -> NameParser.normalize(name).equals(folded))) {
        named.add(number);
      }
    }
    return named;
  }
}
