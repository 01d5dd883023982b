package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.json.Json;
import dev.understudy.model.Capability;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How long models think that nobody measured, and whether a model does so unasked. The latter is a
 * table of what vendors say; a model that is not in it, and has no run without reasoning, thinks at
 * medium effort.
 */
class ThinkingDefaultsTest {

  /** A median of fewer says nothing. */
  private static final int FEWEST_MODELS = 5;

  private static final Map<String, ReasoningEffort> TABLE =
      TheCatalog.rows("thinking-defaults.csv").stream()
          .map(line -> line.split(",", 3))
          .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> effort(row[1])));

  private static ReasoningEffort effort(String name) {
    return Objects.requireNonNull(Named.find(ReasoningEffort.class, name), name);
  }

  private static List<ModelDefinition> thatReason() {
    return CATALOG.models().stream()
        .filter(model -> model.capabilities().can(Capability.REASONING))
        .toList();
  }

  /** Whether it says of some effort how many tokens it is. */
  static boolean hasFigures(ThinkingTokens thinking) {
    return !figures(thinking).isEmpty();
  }

  private static Map<ReasoningEffort, Integer> figures(ThinkingTokens thinking) {
    Map<ReasoningEffort, Integer> figures = new EnumMap<>(ReasoningEffort.class);
    Json.tree(thinking)
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isInt()) {
                figures.put(effort(field.getKey()), field.getValue().intValue());
              }
            });
    return figures;
  }

  @Test
  void medians_areThoseOfTheCatalog_toTwoDigits() {
    Map<ReasoningEffort, List<Integer>> known = new EnumMap<>(ReasoningEffort.class);
    for (ModelDefinition model : CATALOG.models()) {
      LatencyProfile profile = model.latencyProfile();
      ThinkingTokens thinking = profile == null ? null : profile.thinkingTokens();
      if (thinking != null) {
        figures(thinking)
            .forEach((effort, n) -> known.computeIfAbsent(effort, e -> new ArrayList<>()).add(n));
      }
    }
    known.values().removeIf(figures -> figures.size() < FEWEST_MODELS);

    assertThat(figures(ThinkingTokens.MEDIANS)).containsOnlyKeys(known.keySet());
    known.forEach(
        (effort, figures) -> {
          double median = median(figures);
          double unit = Math.pow(10, Math.floor(Math.log10(median)) - 1);
          assertThat(ThinkingTokens.MEDIANS.tokens(effort))
              .as("%s, of %d models", effort, figures.size())
              .isEqualTo((int) (Math.round(median / unit) * unit));
        });
  }

  private static double median(List<Integer> figures) {
    List<Integer> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
  }

  @Test
  void modelThatReasons_isPlayedThinking_unaskedAsItsVendorSays() {
    assertThat(thatReason()).hasSizeGreaterThan(150);
    for (ModelDefinition model : thatReason()) {
      ThinkingTokens thinking = LatencyPreset.playedFor(model).thinkingTokens();
      assertThat(thinking).as(model.id()).isNotNull();
      assertThat(Objects.requireNonNull(thinking).usual())
          .as(model.id())
          .isEqualTo(TABLE.getOrDefault(model.id(), ReasoningEffort.MEDIUM));
      assertThat(thinking.tokens(ReasoningEffort.MEDIUM)).as(model.id()).isPositive();
    }
  }

  @Test
  void modelOfWhichARunDoesNotReason_isInTheTable() {
    assertThat(thatReason())
        .filteredOn(m -> LatencyPreset.playedFor(m).basis() == LatencyBasis.SIBLING)
        .extracting(ModelDefinition::id)
        .isSubsetOf(TABLE.keySet());
  }

  @Test
  void table_namesModelsThatReason() {
    assertThat(thatReason()).extracting(ModelDefinition::id).containsAll(TABLE.keySet());
  }
}
