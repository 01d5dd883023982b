package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a search finds, read off its words: every model is looked at, and all are sorted. */
final class NaiveSearch {

  private final Map<ModelDefinition, Set<String>> words;
  private final Set<String> known = new HashSet<>();

  NaiveSearch(Collection<ModelDefinition> models) {
    words = models.stream().collect(Collectors.toMap(model -> model, NaiveSearch::words));
    words.values().forEach(known::addAll);
  }

  private static Set<String> words(ModelDefinition model) {
    Set<String> words = new TreeSet<>();
    SearchDocument.fields(model, (field, text) -> words.addAll(SearchDocument.wordsOf(text)));
    return words;
  }

  /** Every model that is found, best first. */
  List<ModelDefinition> models(String text) {
    Set<String> query = new LinkedHashSet<>(SearchDocument.wordsOf(text));
    String folded = NameParser.normalize(text);
    List<Scored> scored = new ArrayList<>();
    words.forEach((model, its) -> scored.add(score(query, folded, model, its)));
    return scored.stream()
        .filter(s -> s.matched > 0 || s.named)
        .sorted(
            Comparator.comparing(Scored::named)
                .thenComparing(Scored::matched)
                .thenComparing(Scored::asWritten)
                .thenComparing(Scored::begins)
                .thenComparing(Scored::whole)
                .reversed()
                .thenComparing(Scored::model, SearchDocument.ORDER))
        .map(Scored::model)
        .toList();
  }

  private record Scored(
      ModelDefinition model,
      boolean named,
      int matched,
      boolean asWritten,
      boolean begins,
      int whole) {}

  private Scored score(Set<String> query, String folded, ModelDefinition model, Set<String> its) {
    int matched = 0;
    int whole = 0;
    boolean asWritten = true;
    boolean begins = false;
    List<String> firsts = firsts(model);
    for (String word : query) {
      boolean begun = its.stream().anyMatch(other -> other.startsWith(word));
      boolean near = its.stream().anyMatch(other -> isNear(word, other));
      matched += begun || near ? 1 : 0;
      whole += its.contains(word) ? 1 : 0;
      asWritten &= begun || !near;
      begins |= firsts.stream().anyMatch(f -> f.startsWith(word) || isNear(word, f));
    }
    boolean named =
        SearchDocument.names(model).stream()
            .anyMatch(name -> NameParser.normalize(name).equals(folded));
    return new Scored(model, named, matched, asWritten, begins, whole);
  }

  private boolean isNear(String word, String other) {
    return !known.contains(word)
        && NearWords.takesPart(word)
        && NearWords.takesPart(other)
        && EditDistance.osa(word, other, 1) == 1;
  }

  private static List<String> firsts(ModelDefinition model) {
    return SearchDocument.names(model).stream()
        .flatMap(name -> SearchDocument.wordsOf(name).stream().limit(1))
        .toList();
  }
}
