package dev.understudy.registry;

import dev.understudy.model.Modality;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which models, in which order, which part of them. Normalised: lists are sorted and without twins,
 * so that equal queries are {@code equal} and print alike. Safe on any thread.
 *
 * @param capabilities all must hold
 * @param tags all must be there
 * @param ownedBy one of these; empty for any
 * @param provider one of these; empty for any
 * @param family one of these; empty for any
 * @param status one of these; empty for any
 * @param origin one of these; empty for any but {@code auto}, which must be asked for
 * @param inputModalities all must go in
 * @param outputModalities all must come out
 * @param minContext least context window in tokens, from 1; null for any
 * @param maxInputPrice highest price of a million input tokens, USD; null for any
 * @param maxOutputPrice highest price of a million output tokens, USD; null for any
 * @param openWeights true or false; null for any
 * @param q words that {@link ModelDefinition#matches} must find; null for any
 * @param includeUnknown whether the ranges let unknown values pass
 * @param sort what to order by
 * @param descending whether to start with the greatest
 * @param limit models on a page, 1 to {@value #MAX_LIMIT}; null for all
 * @param after where the page before ended: a cursor or an id; null for the start
 */
public record ModelQuery(
    List<CapabilityCondition> capabilities,
    List<String> tags,
    List<String> ownedBy,
    List<String> provider,
    List<String> family,
    List<ModelStatus> status,
    List<Origin.Kind> origin,
    List<Modality> inputModalities,
    List<Modality> outputModalities,
    @Nullable Integer minContext,
    @Nullable BigDecimal maxInputPrice,
    @Nullable BigDecimal maxOutputPrice,
    @Nullable Boolean openWeights,
    @Nullable String q,
    boolean includeUnknown,
    Sort sort,
    boolean descending,
    @Nullable Integer limit,
    @Nullable String after) {

  /** The most models on one page. */
  public static final int MAX_LIMIT = 10_000;

  /** Every model, by id. */
  public static final ModelQuery ALL = builder().build();

  /** Normalises, and refuses numbers out of range. */
  public ModelQuery {
    capabilities = sorted(capabilities, Comparator.comparing(CapabilityCondition::toString));
    tags = sorted(tags, Comparator.naturalOrder());
    ownedBy = sorted(ownedBy, Comparator.naturalOrder());
    provider = sorted(provider, Comparator.naturalOrder());
    family = sorted(family, Comparator.naturalOrder());
    status = sorted(status, Comparator.naturalOrder());
    origin = sorted(origin, Comparator.naturalOrder());
    inputModalities = sorted(inputModalities, Comparator.naturalOrder());
    outputModalities = sorted(outputModalities, Comparator.naturalOrder());
    maxInputPrice = price("max_input_price", maxInputPrice);
    maxOutputPrice = price("max_output_price", maxOutputPrice);
    q = q == null || q.isBlank() ? null : q.strip();
    if (minContext != null && minContext < 1) {
      throw UnderstudyException.invalid("min_context", minContext, "a whole number from 1");
    }
    if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
      throw UnderstudyException.invalid("limit", limit, "a whole number from 1 to " + MAX_LIMIT);
    }
  }

  private static <T> List<T> sorted(Collection<T> values, Comparator<? super T> order) {
    return values.isEmpty() ? List.of() : values.stream().distinct().sorted(order).toList();
  }

  private static @Nullable BigDecimal price(String param, @Nullable BigDecimal price) {
    if (price != null && price.signum() < 0) {
      throw UnderstudyException.invalid(param, price, "USD for a million tokens, from 0");
    }
    return price == null ? null : price.stripTrailingZeros();
  }

  /** Starts a query for every model. */
  public static ModelQueryBuilder builder() {
    return new ModelQueryBuilder();
  }

  /** A builder that holds this query. */
  public ModelQueryBuilder toBuilder() {
    return new ModelQueryBuilder(this);
  }

  /**
   * True when the answer can cost more than its length: no index answers all of it, or it must be
   * sorted before it is cut.
   */
  public boolean looksAtAll() {
    return hasResidue() || sort != Sort.ID || limit == null;
  }

  /** True when something must be looked at in each candidate, which no index answers. */
  boolean hasResidue() {
    return hasRanges() || q != null;
  }

  boolean hasRanges() {
    return minContext != null || maxInputPrice != null || maxOutputPrice != null;
  }

  /** Whether a candidate passes what no index answers. */
  boolean testResidue(ModelDefinition model) {
    return testRanges(model) && (q == null || model.matches(q));
  }

  /** Whether context window and prices are as wanted; nothing else of the model matters here. */
  boolean testRanges(ModelDefinition model) {
    return (minContext == null || atLeast(model.contextWindow(), minContext))
        && atMost(Sort.inputPrice(model), maxInputPrice)
        && atMost(Sort.outputPrice(model), maxOutputPrice);
  }

  private boolean atLeast(@Nullable Integer value, int least) {
    return value == null ? includeUnknown : value >= least;
  }

  private boolean atMost(@Nullable BigDecimal value, @Nullable BigDecimal most) {
    return most == null || (value == null ? includeUnknown : value.compareTo(most) <= 0);
  }
}
