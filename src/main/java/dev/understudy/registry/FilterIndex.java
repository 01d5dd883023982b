package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The filters of lists over models that someone else numbers, such as a search: which numbers pass,
 * and how many of some numbers have what. Immutable; any thread.
 */
public final class FilterIndex {

  private final List<ModelDefinition> models;
  private final Map<Term, RoaringBitmap> sets = new HashMap<>();

  /** Dimensions of few values, counted set by set. */
  private final Map<Dimension, Map<String, RoaringBitmap>> few = new EnumMap<>(Dimension.class);

  /** Dimensions of perhaps very many values, of which a model has one: counted model by model. */
  private final Map<Dimension, ValueColumn> many = new EnumMap<>(Dimension.class);

  /** Models that no range tells apart; there are few such groups, as limits and prices repeat. */
  private final List<Alike> alike;

  private FilterIndex(List<ModelDefinition> models) {
    this.models = List.copyOf(models);
    alike = alike(models);
    for (int number = 0; number < models.size(); number++) {
      for (Term term : Term.of(models.get(number))) {
        sets.computeIfAbsent(term, t -> new RoaringBitmap()).add(number);
      }
    }
    sets.values().forEach(RoaringBitmap::runOptimize);
    for (Dimension dimension : List.of(Dimension.CAPABILITY, Dimension.STATUS, Dimension.ORIGIN)) {
      few.put(dimension, new HashMap<>());
    }
    sets.forEach(
        (term, set) -> {
          Map<String, RoaringBitmap> values = few.get(term.dimension());
          if (values != null && !term.isKnownFalse()) {
            values.put(term.value(), set);
          }
        });
    many.put(Dimension.OWNED_BY, ValueColumn.of(models, ModelDefinition::ownedBy));
    many.put(Dimension.PROVIDER, ValueColumn.of(models, ModelDefinition::provider));
    many.put(Dimension.FAMILY, ValueColumn.of(models, ModelDefinition::family));
  }

  /**
   * The models of one context window and one price for input and for output.
   *
   * @param one any of them
   */
  private record Alike(ModelDefinition one, RoaringBitmap numbers) {}

  private static List<Alike> alike(List<ModelDefinition> models) {
    Map<List<@Nullable Object>, Alike> groups = new HashMap<>();
    for (int number = 0; number < models.size(); number++) {
      ModelDefinition model = models.get(number);
      List<@Nullable Object> limits =
          Arrays.asList(model.contextWindow(), Sort.inputPrice(model), Sort.outputPrice(model));
      groups
          .computeIfAbsent(limits, l -> new Alike(model, new RoaringBitmap()))
          .numbers
          .add(number);
    }
    return List.copyOf(groups.values());
  }

  /** An index of models whose numbers are their places in the list. */
  public static FilterIndex of(List<ModelDefinition> models) {
    return new FilterIndex(models);
  }

  /**
   * The numbers whose models a list with that query would have. Only {@code q} is looked at model
   * by model, on what the other filters leave; order and page do not count.
   *
   * @param numbers to choose from; not changed, and perhaps what is returned
   */
  public RoaringBitmap passing(ModelQuery query, RoaringBitmap numbers) {
    Filter filter = Filter.of(query);
    RoaringBitmap passing = numbers;
    for (List<Term> group : filter.groups()) {
      passing = RoaringBitmap.and(passing, anyOf(group));
    }
    for (Term term : filter.absent()) {
      passing = RoaringBitmap.andNot(passing, set(term));
    }
    passing = query.hasRanges() ? inRanges(query, passing) : passing;
    return query.q() == null ? passing : keep(passing, query::testResidue);
  }

  private RoaringBitmap inRanges(ModelQuery query, RoaringBitmap numbers) {
    if (numbers.getLongCardinality() < alike.size()) {
      return keep(numbers, query::testRanges);
    }
    Stream<RoaringBitmap> inRanges =
        alike.stream().filter(models -> query.testRanges(models.one)).map(Alike::numbers);
    return RoaringBitmap.and(numbers, RoaringBitmap.or(inRanges.iterator()));
  }

  private RoaringBitmap anyOf(List<Term> group) {
    RoaringBitmap any = set(group.get(0));
    for (Term term : group.subList(1, group.size())) {
      any = RoaringBitmap.or(any, set(term));
    }
    return any;
  }

  private RoaringBitmap set(Term term) {
    RoaringBitmap set = sets.get(term);
    return set != null ? set : new RoaringBitmap();
  }

  private RoaringBitmap keep(RoaringBitmap numbers, Predicate<ModelDefinition> wanted) {
    RoaringBitmap kept = new RoaringBitmap();
    IntConsumer test =
        number -> {
          if (wanted.test(models.get(number))) {
            kept.add(number);
          }
        };
    numbers.forEach(test);
    return kept;
  }

  /**
   * Adds how many of the models have which owner, provider, family, status, kind of origin, and
   * capability known true. The work grows with the numbers or with those that are not among them,
   * whichever are fewer.
   *
   * @param counts by the name of the filter, then by its value; values that none has are left out
   */
  public void count(RoaringBitmap numbers, Map<String, Map<String, Integer>> counts) {
    boolean most = 2 * numbers.getLongCardinality() > models.size();
    RoaringBitmap fewer = most ? RoaringBitmap.flip(numbers, 0L, models.size()) : numbers;
    many.forEach(
        (dimension, column) -> {
          if (most) {
            column.countOthers(fewer, counts(counts, dimension));
          } else {
            column.count(fewer, counts(counts, dimension));
          }
        });
    few.forEach(
        (dimension, values) -> {
          Map<String, Integer> byValue = counts(counts, dimension);
          values.forEach(
              (value, set) -> {
                int count = RoaringBitmap.andCardinality(numbers, set);
                if (count > 0) {
                  byValue.merge(value, count, Integer::sum);
                }
              });
        });
  }

  private static Map<String, Integer> counts(
      Map<String, Map<String, Integer>> counts, Dimension dimension) {
    String parameter = dimension.name().toLowerCase(Locale.ROOT);
    return counts.computeIfAbsent(parameter, name -> new HashMap<>());
  }
}
