package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Named;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a list is ordered by. Unknown values come last in both orders; ties are ordered by id. */
public enum Sort implements Named {
  /** By id, character by character. */
  ID(ModelDefinition::id, String::toString, Comparator.<String>naturalOrder()),
  /** By the time of creation. */
  CREATED(ModelDefinition::created, Long::valueOf, Comparator.<Long>naturalOrder()),
  /** By the context window. */
  CONTEXT_WINDOW(
      ModelDefinition::contextWindow, Integer::valueOf, Comparator.<Integer>naturalOrder()),
  /** By the unconditional price of input tokens. */
  INPUT_PRICE(Sort::inputPrice, BigDecimal::new, Comparator.<BigDecimal>naturalOrder()),
  /** By the unconditional price of output tokens. */
  OUTPUT_PRICE(Sort::outputPrice, BigDecimal::new, Comparator.<BigDecimal>naturalOrder()),
  /** By the name for people, whatever its case. */
  NAME(ModelDefinition::name, String::toString, String.CASE_INSENSITIVE_ORDER);

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final Function<ModelDefinition, @Nullable Object> key;
  private final Function<String, Object> parser;
  private final Comparator<Object> keys;

  @SuppressWarnings("unchecked") // keys of one constant are of one type
  <K> Sort(
      Function<ModelDefinition, @Nullable K> key, Function<String, K> parser, Comparator<K> keys) {
    this.key = (Function<ModelDefinition, @Nullable Object>) (Function<?, ?>) key;
    this.parser = (Function<String, Object>) (Function<?, ?>) parser;
    this.keys = (Comparator<Object>) (Comparator<?>) keys;
  }

  static @Nullable BigDecimal inputPrice(ModelDefinition model) {
    ModelPricing pricing = model.pricing();
    return pricing == null ? null : pricing.rates().input();
  }

  static @Nullable BigDecimal outputPrice(ModelDefinition model) {
    ModelPricing pricing = model.pricing();
    return pricing == null ? null : pricing.rates().output();
  }

  /** Where the model stands. */
  Position position(ModelDefinition model) {
    return new Position(key.apply(model), model.id());
  }

  /** Where the key, printed by {@code toString}, and the id stand. */
  Position position(@Nullable String printedKey, String id) {
    return new Position(printedKey == null ? null : parser.apply(printedKey), id);
  }

  /** The order of models; it makes no positions, as it is asked for each pair. */
  Comparator<ModelEntry> comparator(boolean descending) {
    Function<ModelEntry, @Nullable Object> entryKey = entry -> key.apply(entry.model());
    return Comparator.comparing(entryKey, keyOrder(descending)).thenComparing(ModelEntry::id);
  }

  /** Whether the model comes after the position. */
  boolean isAfter(ModelEntry entry, Position position, boolean descending) {
    Position its = position(entry.model());
    int byKey = keyOrder(descending).compare(its.key(), position.key());
    return byKey != 0 ? byKey > 0 : its.id().compareTo(position.id()) > 0;
  }

  private Comparator<@Nullable Object> keyOrder(boolean descending) {
    return Comparator.nullsLast(descending ? keys.reversed() : keys);
  }

  @Override
  public String jsonName() {
    return jsonName;
  }

  /** A place in a sorted list; the key is null when unknown. */
  record Position(@Nullable Object key, String id) {}
}
