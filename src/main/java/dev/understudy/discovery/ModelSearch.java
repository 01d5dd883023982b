package dev.understudy.discovery;

import dev.understudy.discovery.SearchPage.ValueCount;
import dev.understudy.discovery.SegmentMatch.Word;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds models by words, for people who look: over ids, aliases, names, families, owners,
 * providers, tags, descriptions and what the models can do. Each word of the query matches a whole
 * word or the beginning of one; one that no model has matches words one edit away too ({@link
 * NearWords}).
 *
 * <p>Models of which the query is a name come first, then those with more of the words; among those
 * the ones that need no correction, then those with a name that begins with one of the words, then
 * those with more whole words; then those in service before deprecated before retired, newer before
 * older, and by id. Models of origin auto are not found. Immutable; any thread.
 */
public final class ModelSearch implements Segmented<ModelSearch> {

  /** The most words of a query. */
  public static final int MAX_WORDS = SearchScore.MAX_WORDS;

  /**
   * What comes is joined with the last segments as long as they are no larger, as in a binary
   * counter, up to so many models.
   */
  private static final int MOST_JOINED = 256;

  private static final Comparator<ValueCount> MOST_FREQUENT =
      Comparator.comparingInt(ValueCount::count).reversed().thenComparing(ValueCount::value);

  private final List<SearchSegment> segments;

  private ModelSearch(List<SearchSegment> segments) {
    this.segments = List.copyOf(segments);
  }

  /** A search over those models; their order does not matter. */
  public static ModelSearch of(Collection<ModelDefinition> models) {
    return new ModelSearch(List.of(SearchSegment.of(searched(models).toList())));
  }

  private static Stream<ModelDefinition> searched(Collection<ModelDefinition> models) {
    return models.stream()
        .filter(model -> model.origin() == null || model.origin().kind() != Origin.Kind.AUTO);
  }

  @Override
  public ModelSearch updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
    Set<String> ids = new HashSet<>();
    gone.forEach(model -> ids.add(model.id()));
    come.forEach(model -> ids.add(model.id()));
    List<SearchSegment> next = new ArrayList<>();
    for (SearchSegment segment : segments) {
      SearchSegment left = segment.without(ids);
      if (left.size() > 0) {
        next.add(left);
      }
    }
    List<ModelDefinition> added = new ArrayList<>(searched(come).toList());
    while (!next.isEmpty() && isJoined(next.get(next.size() - 1).size(), added.size())) {
      added.addAll(next.remove(next.size() - 1).models());
    }
    if (!added.isEmpty()) {
      next.add(SearchSegment.of(added));
    }
    return new ModelSearch(next);
  }

  private static boolean isJoined(int size, int coming) {
    return size <= coming && size + coming <= MOST_JOINED;
  }

  @Override
  public int segments() {
    return segments.size();
  }

  /**
   * The models that match at least one word of the text, best first.
   *
   * @param limit the most hits, 1 to {@value SearchQuery#MAX_LIMIT}
   * @throws UnderstudyException when the text is too long or the limit out of range
   */
  public List<SearchHit> search(String text, int limit) {
    return search(new SearchQuery(text, limit)).hits();
  }

  /**
   * A page of the models that match at least one word and pass the filters.
   *
   * @throws UnderstudyException when there are too many words, or the cursor is of something else
   */
  public SearchPage search(SearchQuery query) {
    List<Word> words = words(query.text());
    String folded = NameParser.normalize(query.text());
    SearchCursor after = query.after() == null ? null : SearchCursor.parse(query.after(), folded);
    List<SegmentMatch> matches = new ArrayList<>();
    if (!words.isEmpty()) {
      for (SearchSegment segment : segments) {
        matches.add(new SegmentMatch(segment, words, folded, query.filters()));
      }
    }
    List<Ranked> best = best(matches, query.limit() + 1, after);
    List<Ranked> page = best.subList(0, Math.min(query.limit(), best.size()));
    String next =
        best.size() == page.size() ? null : page.get(page.size() - 1).cursor(folded).text();
    int total = matches.stream().mapToInt(match -> match.hits().getCardinality()).sum();
    return new SearchPage(page.stream().map(Ranked::hit).toList(), total, next, facets(matches));
  }

  private List<Word> words(String text) {
    Set<String> words = new LinkedHashSet<>(SearchDocument.wordsOf(text));
    if (words.size() > MAX_WORDS) {
      String expected = "at most " + MAX_WORDS + " words";
      throw UnderstudyException.invalid("q", words.size() + " words", expected);
    }
    return words.stream()
        .map(word -> new Word(word, segments.stream().anyMatch(segment -> segment.has(word))))
        .toList();
  }

  /** A hit and where it stands. */
  private record Ranked(SegmentMatch match, int number, int score) {

    private static final Comparator<Ranked> BEST_FIRST =
        Comparator.comparingInt(Ranked::score)
            .reversed()
            .thenComparing(Ranked::model, SearchDocument.ORDER);

    ModelDefinition model() {
      return match.index().model(number);
    }

    SearchCursor cursor(String folded) {
      return SearchCursor.behind(folded, score, model());
    }

    SearchHit hit() {
      return match.hit(number, score);
    }
  }

  /** The best of all segments are among the best of each. */
  private static List<Ranked> best(
      List<SegmentMatch> matches, int most, @Nullable SearchCursor after) {
    List<Ranked> best = new ArrayList<>();
    for (SegmentMatch match : matches) {
      int enough = best.size() + most;
      match.best(
          after == null ? Integer.MAX_VALUE : after.score(),
          after == null ? 0 : match.index().firstAfter(after),
          (number, score) -> {
            best.add(new Ranked(match, number, score));
            return best.size() < enough;
          });
    }
    best.sort(Ranked.BEST_FIRST);
    return best.subList(0, Math.min(most, best.size()));
  }

  private static Map<String, List<ValueCount>> facets(List<SegmentMatch> matches) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    matches.forEach(match -> match.index().filters().count(match.hits(), counts));
    Map<String, List<ValueCount>> facets = new LinkedHashMap<>();
    counts.forEach((name, values) -> facets.put(name, mostFrequent(values)));
    return facets;
  }

  private static List<ValueCount> mostFrequent(Map<String, Integer> values) {
    List<ValueCount> counts = new ArrayList<>(values.size());
    values.forEach((value, count) -> counts.add(new ValueCount(value, count)));
    counts.sort(MOST_FREQUENT);
    return List.copyOf(counts.subList(0, Math.min(SearchPage.MOST_VALUES, counts.size())));
  }
}
