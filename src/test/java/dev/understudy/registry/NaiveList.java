package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a query asks for, read off its words: every model is looked at, and all are sorted. */
final class NaiveList {

  private NaiveList() {}

  static List<String> ids(Collection<ModelDefinition> models, ModelQuery query) {
    return models.stream()
        .filter(model -> indexed(model, query) && ranges(model, query))
        .sorted(order(query))
        .map(ModelDefinition::id)
        .toList();
  }

  private static boolean indexed(ModelDefinition m, ModelQuery q) {
    for (CapabilityCondition condition : q.capabilities()) {
      if (!Objects.equals(m.capabilities().get(condition.capability()), condition.value())) {
        return false;
      }
    }
    return m.tags().containsAll(q.tags())
        && oneOf(m.ownedBy(), q.ownedBy())
        && oneOf(m.provider(), q.provider())
        && oneOf(m.family(), q.family())
        && oneOf(m.status(), q.status())
        && (q.inputModalities().isEmpty()
            || (m.modalities() != null && m.modalities().input().containsAll(q.inputModalities())))
        && (q.outputModalities().isEmpty()
            || (m.modalities() != null
                && m.modalities().output().containsAll(q.outputModalities())))
        && (q.openWeights() == null || q.openWeights().equals(m.openWeights()));
  }

  private static boolean oneOf(@Nullable Object value, List<?> wanted) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static boolean ranges(ModelDefinition m, ModelQuery q) {
    Integer context = m.contextWindow();
    boolean longEnough =
        q.minContext() == null
            || (context == null ? q.includeUnknown() : context >= q.minContext());
    return longEnough
        && cheapEnough(input(m), q.maxInputPrice(), q)
        && cheapEnough(output(m), q.maxOutputPrice(), q)
        && (q.q() == null || m.matches(q.q()));
  }

  private static boolean cheapEnough(
      @Nullable BigDecimal price, @Nullable BigDecimal most, ModelQuery q) {
    return most == null || (price == null ? q.includeUnknown() : price.compareTo(most) <= 0);
  }

  private static @Nullable BigDecimal input(ModelDefinition m) {
    ModelPricing pricing = m.pricing();
    return pricing == null ? null : pricing.rates().input();
  }

  private static @Nullable BigDecimal output(ModelDefinition m) {
    ModelPricing pricing = m.pricing();
    return pricing == null ? null : pricing.rates().output();
  }

  private static Comparator<ModelDefinition> order(ModelQuery query) {
    Comparator<ModelDefinition> ids = Comparator.comparing(ModelDefinition::id);
    return switch (query.sort()) {
      case ID -> query.descending() ? ids.reversed() : ids;
      case CREATED -> by(ModelDefinition::created, query).thenComparing(ids);
      case CONTEXT_WINDOW -> by(ModelDefinition::contextWindow, query).thenComparing(ids);
      case INPUT_PRICE -> by(NaiveList::input, query).thenComparing(ids);
      case OUTPUT_PRICE -> by(NaiveList::output, query).thenComparing(ids);
      case NAME ->
          by(m -> m.name() == null ? null : m.name().toLowerCase(java.util.Locale.ROOT), query)
              .thenComparing(ids);
    };
  }

  /** Unknown last, whatever the order. */
  private static <K extends Comparable<? super K>> Comparator<ModelDefinition> by(
      java.util.function.Function<ModelDefinition, @Nullable K> key, ModelQuery query) {
    return (a, b) -> {
      K left = key.apply(a);
      K right = key.apply(b);
      if (left == null || right == null) {
        return Boolean.compare(left == null, right == null);
      }
      return query.descending() ? right.compareTo(left) : left.compareTo(right);
    };
  }
}
