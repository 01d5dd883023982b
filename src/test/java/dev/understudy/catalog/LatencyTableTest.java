package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.CATALOG;
import static dev.understudy.catalog.TheCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.Capability;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Which measurement is which model's is a table that people have checked, never a likeness of
 * names; the catalog has the figures that the table gives it, and no other.
 */
class LatencyTableTest {

  /** Of inter-token times, that the catalog has to three digits. */
  private static final double ROUNDING = 0.005;

  private enum Use {
    /** Both figures are the model's own. */
    MEASURED,
    /** Its time to first token is that of a run or sibling that does not reason. */
    SIBLING,
    /** Its speed is the model's own. */
    SPEED,
    /** Its time to first token has the thinking of that effort in it. */
    THINKING_LOW,
    /** See low. */
    THINKING_MEDIUM,
    /** See low. */
    THINKING_HIGH,
    /** See low. */
    THINKING_XHIGH,
    /** See low. */
    THINKING_MAX;

    /** The effort, or null where the use is another. */
    @Nullable ReasoningEffort effort() {
      String name = name().toLowerCase(Locale.ROOT);
      return name.startsWith("thinking_")
          ? Named.find(ReasoningEffort.class, name.substring("thinking_".length()))
          : null;
    }
  }

  private static final Map<String, Map<Use, String>> TABLE = table();

  @Test
  void profile_hasABasis_andOnlyATableGivesIt() {
    for (ModelDefinition model : CATALOG.models()) {
      LatencyProfile profile = profile(model);
      assertThat(profile.basis()).as(model.id()).isEqualTo(basis(model));
      if (profile.basis() == LatencyBasis.PRESET) {
        assertThat(Arrays.stream(LatencyPreset.values()).map(LatencyPreset::profile))
            .as("%s is one of the presets", model.id())
            .contains(profile.withThinkingTokens(null));
      }
    }
  }

  @Test
  void table_namesModelsThatAreThere() {
    assertThat(TABLE).hasSizeGreaterThan(100);
    TABLE.keySet().forEach(TheCatalog::model);
  }

  @Test
  void timeToFirstToken_isMeasured_orAPresets() {
    JsonNode figures = TheCatalog.shared("latency-facts.json");
    TABLE.forEach(
        (id, uses) -> {
          double ttft = profile(model(id)).ttftMean();
          String slug = uses.getOrDefault(Use.MEASURED, uses.get(Use.SIBLING));
          if (slug == null) {
            assertThat(Arrays.stream(LatencyPreset.values()).map(p -> p.profile().ttftMean()))
                .as(id)
                .contains(ttft);
          } else {
            assertThat(ttft).as(id).isEqualTo(figure(figures, slug, "ttft_seconds"));
          }
        });
  }

  @Test
  void timeBetweenTokens_isOneOverTheSpeed() {
    JsonNode figures = TheCatalog.shared("latency-facts.json");
    TABLE.forEach(
        (id, uses) -> {
          String own = uses.getOrDefault(Use.MEASURED, uses.get(Use.SPEED));
          String slug = own == null ? Objects.requireNonNull(uses.get(Use.SIBLING)) : own;
          double expected = 1 / figure(figures, slug, "output_tokens_per_second");
          Offset<Double> rounding = within(expected * ROUNDING);
          assertThat(profile(model(id)).itlMean()).as(id).isCloseTo(expected, rounding);
        });
  }

  @Test
  void source_namesWhoseFigures_andTheRuns() {
    TABLE.forEach(
        (id, uses) -> {
          String source = profile(model(id)).source();
          assertThat(source).as(id).startsWith("Artificial Analysis").contains("read 2026-07-05");
          uses.forEach(
              (use, slug) -> {
                if (use.effort() == null) {
                  assertThat(source).as(id).contains(slug);
                }
              });
        });
  }

  /** The time to first token of a run that reasons has its thinking in it. */
  @Test
  void modelThatReasons_isNotTakenAsMeasuredWhole() {
    assertThat(CATALOG.models())
        .filteredOn(model -> profile(model).basis() != LatencyBasis.PRESET)
        .filteredOn(model -> model.capabilities().can(Capability.REASONING))
        .allSatisfy(
            model -> {
              assertThat(profile(model).ttftMean()).as(model.id()).isLessThan(10);
              assertThat(profile(model).reasoningMultiplier()).as(model.id()).isEqualTo(1);
              assertThat(profile(model).basis()).as(model.id()).isNotEqualTo(LatencyBasis.MEASURED);
            });
  }

  /** The time until the answer is that of the run, to half a token. */
  @Test
  void thinkingTokens_makeUpTheRestOfTheTimeToFirstToken() {
    JsonNode figures = TheCatalog.shared("latency-facts.json");
    for (ModelDefinition model : CATALOG.models()) {
      Map<ReasoningEffort, String> runs = new EnumMap<>(ReasoningEffort.class);
      TABLE
          .getOrDefault(model.id(), Map.of())
          .forEach(
              (use, slug) -> {
                ReasoningEffort effort = use.effort();
                if (effort != null) {
                  runs.put(effort, slug);
                }
              });
      LatencyProfile profile = profile(model);
      ThinkingTokens thinking = profile.thinkingTokens();
      boolean measured = thinking != null && ThinkingDefaultsTest.hasFigures(thinking);
      assertThat(measured).as(model.id()).isEqualTo(!runs.isEmpty());
      runs.forEach(
          (effort, slug) -> {
            double thought = Objects.requireNonNull(thinking).tokens(effort) * profile.itlMean();
            assertThat(profile.ttftMean() + thought)
                .as("%s at %s", model.id(), effort)
                .isCloseTo(figure(figures, slug, "ttft_seconds"), within(profile.itlMean() * 0.51));
          });
    }
  }

  private static LatencyProfile profile(ModelDefinition model) {
    return Objects.requireNonNull(model.latencyProfile(), model::id);
  }

  private static LatencyBasis basis(ModelDefinition model) {
    Map<Use, String> uses = TABLE.getOrDefault(model.id(), Map.of());
    if (uses.containsKey(Use.MEASURED)) {
      return LatencyBasis.MEASURED;
    }
    if (uses.containsKey(Use.SIBLING)) {
      return LatencyBasis.SIBLING;
    }
    return uses.containsKey(Use.SPEED) ? LatencyBasis.SPEED : LatencyBasis.PRESET;
  }

  /** A figure; 0 means that nothing was measured. */
  private static double figure(JsonNode figures, String slug, String field) {
    double value = figures.path(slug).path(field).asDouble();
    assertThat(value).as("%s of %s", field, slug).isPositive();
    return value;
  }

  /** Lines of slug, model, use and comment, the first of them the heading. */
  private static Map<String, Map<Use, String>> table() {
    Map<String, Map<Use, String>> table = new TreeMap<>();
    for (String line : lines()) {
      String[] fields = line.split(",", 4);
      Use use = Use.valueOf(fields[2].toUpperCase(Locale.ROOT));
      Map<Use, String> uses = table.computeIfAbsent(fields[1], id -> new EnumMap<>(Use.class));
      assertThat(uses.put(use, fields[0])).as(line).isNull();
    }
    return table;
  }

  private static List<String> lines() {
    return TheCatalog.rows("latency-slugs.csv");
  }
}
