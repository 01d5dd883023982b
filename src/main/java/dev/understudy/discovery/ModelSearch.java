package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds models by words, for people who look: over ids, aliases, names, families, owners, tags,
 * descriptions and what the models can do. Each word of the query matches a whole word or the
 * beginning of one. More matched words come first; then models of which the query is a name, then
 * those whose name begins with it or one of its words, then the others; then those in service
 * before deprecated before retired, newer before older, and by id. Models of origin auto are not
 * found. Immutable; any thread.
 */
public final class ModelSearch implements Segmented<ModelSearch> {

  /** The longest query, in characters. */
  public static final int MAX_QUERY_LENGTH = 400;

  /** The most words of a query. */
  public static final int MAX_WORDS = 16;

  private static final double NAMED = 1;
  private static final double BEGINS = 0.5;
  private static final double WHOLE_WORDS = 0.25;

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingDouble((Found found) -> found.hit().score())
          .reversed()
          .thenComparingInt(Found::statusRank)
          .thenComparing(Found::born, Comparator.reverseOrder())
          .thenComparing(found -> found.hit().id());

  private final List<ModelDefinition> models = new ArrayList<>();
  private final WordIndex byWord;

  private ModelSearch(Collection<ModelDefinition> all) {
    WordIndex.Builder words = new WordIndex.Builder();
    for (ModelDefinition model : all) {
      if (model.origin() == null || model.origin().kind() != Origin.Kind.AUTO) {
        int number = models.size();
        models.add(model);
        SearchDocument.words(model).forEach(word -> words.add(word, number));
      }
    }
    byWord = words.build();
  }

  /** A search over those models; their order does not matter. */
  public static ModelSearch of(Collection<ModelDefinition> models) {
    return new ModelSearch(models);
  }

  @Override
  public ModelSearch updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
    Set<ModelDefinition> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(models);
    gone.forEach(all::remove);
    all.addAll(come);
    return new ModelSearch(all);
  }

  @Override
  public int segments() {
    return 1;
  }

  /**
   * The models that match at least one word of the text, best first.
   *
   * @param text words; none finds nothing
   * @param limit the most hits, from 1
   * @throws UnderstudyException when the text is too long or the limit below 1
   */
  public List<SearchHit> search(String text, int limit) {
    if (limit < 1) {
      throw UnderstudyException.invalid("limit", limit, "a whole number from 1");
    }
    if (text.length() > MAX_QUERY_LENGTH) {
      String expected = "at most " + MAX_QUERY_LENGTH + " characters";
      throw UnderstudyException.invalid("q", text.length() + " characters", expected);
    }
    List<Word> words = words(text);
    if (words.size() > MAX_WORDS) {
      String expected = "at most " + MAX_WORDS + " words";
      throw UnderstudyException.invalid("q", words.size() + " words", expected);
    }
    BitSet any = new BitSet(models.size());
    words.forEach(word -> any.or(word.begun()));
    String folded = NameParser.normalize(text);
    return any.stream()
        .mapToObj(number -> found(words, folded, number))
        .sorted(BEST_FIRST)
        .limit(limit)
        .map(Found::hit)
        .toList();
  }

  private List<Word> words(String text) {
    return SearchDocument.wordsOf(text.replace('/', ' ')).stream().map(this::word).toList();
  }

  private Word word(String text) {
    BitSet whole = new BitSet(models.size());
    byWord.find(text).addTo(whole);
    BitSet begun = new BitSet(models.size());
    byWord.addBegun(text, begun);
    return new Word(text, whole, begun);
  }

  private Found found(List<Word> words, String folded, int number) {
    SearchDocument document = new SearchDocument(models.get(number));
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    double whole = 0;
    boolean begins = false;
    for (Word word : words) {
      boolean matches = word.begun().get(number);
      (matches ? matched : missing).add(word.text());
      whole += word.whole().get(number) ? 1 : 0;
      begins |= matches && document.begins(word.text());
    }
    double bonus =
        document.isNamed(folded)
            ? NAMED
            : (begins || document.begins(folded) ? BEGINS : 0) + WHOLE_WORDS * whole / words.size();
    double score = (matched.size() + bonus) / (words.size() + 1);
    SearchHit hit = new SearchHit(document.id(), score, matched, missing);
    return new Found(hit, document.statusRank(), document.born());
  }

  /** A word of the query, with the models that have it and those that have a word it begins. */
  private record Word(String text, BitSet whole, BitSet begun) {}

  /** A hit with what orders it, read once. */
  private record Found(SearchHit hit, int statusRank, long born) {}
}
