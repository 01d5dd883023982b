package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.FilterIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The words and names of some models. They are numbered in the order in which equals are shown,
 * {@link SearchDocument#ORDER}, so that the best of a set of equals are its lowest numbers.
 * Immutable; any thread. No set that is returned may be changed.
 */
final class SegmentIndex {

  private final List<ModelDefinition> models;
  private final WordIndex wordIndex;
  private final SearchWords words;
  private final NearWords near;

  /** The first word of each name. */
  private final SearchWords firsts;

  /** By folded name. */
  private final HashedNumbers names;

  private final FilterIndex filters;

  /** An index of those models, in any order. */
  SegmentIndex(Collection<ModelDefinition> some) {
    List<ModelDefinition> sorted = new ArrayList<>(some);
    sorted.sort(SearchDocument.ORDER);
    models = List.copyOf(sorted);
    Builder builder = new Builder(models.size());
    models.forEach(builder::add);
    wordIndex = builder.words.build();
    words = new SearchWords(wordIndex);
    near = new NearWords(wordIndex.size(), wordIndex::word);
    firsts = new SearchWords(builder.firsts.build());
    names = builder.names.build();
    filters = FilterIndex.of(models);
  }

  /** Collects words and names, model by model. */
  private static final class Builder {
    private final WordIndex.Builder words = new WordIndex.Builder();
    private final WordIndex.Builder firsts = new WordIndex.Builder();
    private final HashedNumbers.Builder names;
    private final Map<String, List<String>> wordsOfShared = new HashMap<>();
    private int number;

    Builder(int models) {
      names = new HashedNumbers.Builder(3 * models);
    }

    void add(ModelDefinition model) {
      Map<String, List<String>> wordsOfNames = new HashMap<>();
      for (String name : SearchDocument.names(model)) {
        List<String> its = SearchDocument.wordsOf(name);
        wordsOfNames.put(name, its);
        names.add(NameParser.normalize(name), number);
        if (!its.isEmpty()) {
          firsts.add(its.get(0), number);
        }
      }
      SearchDocument.fields(
          model,
          (field, text) -> {
            List<String> its = wordsOfNames.get(text);
            its = its != null ? its : wordsOf(field, text);
            its.forEach(word -> words.add(word, number));
          });
      number++;
    }

    /** What many models have in common is taken apart once. */
    private List<String> wordsOf(String field, String text) {
      return field.equals(SearchDocument.DESCRIPTION)
          ? SearchDocument.wordsOf(text)
          : wordsOfShared.computeIfAbsent(text, SearchDocument::wordsOf);
    }
  }

  /** How many models there are, numbered from 0. */
  int size() {
    return models.size();
  }

  ModelDefinition model(int number) {
    return models.get(number);
  }

  /** The models that have the word. */
  RoaringBitmap having(String word) {
    return words.whole(word);
  }

  /** The models that have a word which the text begins. */
  RoaringBitmap havingBegun(String text) {
    return words.begun(text);
  }

  /** The models that have a name whose first word is this. */
  RoaringBitmap namedFirst(String word) {
    return firsts.whole(word);
  }

  /** The models that have a name whose first word the text begins. */
  RoaringBitmap namedFirstBegun(String text) {
    return firsts.begun(text);
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

  /** The number of the model of that id; -1 when there is none. */
  int numberOf(String id) {
    for (int number : names.find(NameParser.normalize(id))) {
      if (models.get(number).id().equals(id)) {
        return number;
      }
    }
    return -1;
  }

  /** The words one edit away from a word. */
  List<String> near(String word) {
    return Arrays.stream(near.near(word)).mapToObj(wordIndex::word).toList();
  }

  /** The number of the first model that comes after a place among equals. */
  int firstAfter(SearchCursor cursor) {
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

  FilterIndex filters() {
    return filters;
  }
}
