package dev.understudy.discovery;

import static dev.understudy.discovery.SampleModels.fuzzy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResolverPropertyTest {

  private static final Set<String> NAMES = new HashSet<>();

  static {
    SampleModels.ALL.forEach(model -> NAMES.addAll(model.names()));
  }

  @Provide
  Arbitrary<ModelDefinition> models() {
    return Arbitraries.of(SampleModels.ALL);
  }

  @Test
  void everyName_resolvesToItsModel() {
    for (ModelDefinition model : SampleModels.ALL) {
      for (String name : model.names()) {
        assertThat(fuzzy(name).resolved()).isEqualTo(model.id());
      }
    }
  }

  @Property
  void otherCaseAndSeparators_resolveToTheModel(
      @ForAll("models") ModelDefinition model,
      @ForAll boolean upper,
      @ForAll("separators") String hyphen) {
    String spelled = model.id().replace("-", hyphen);
    String variant = upper ? spelled.toUpperCase(Locale.ROOT) : spelled.toLowerCase(Locale.ROOT);
    Resolution resolution = fuzzy(variant);
    assertThat(resolution.resolved()).as("%s: %s", variant, resolution).isEqualTo(model.id());
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("-", "_", " ", ":", "--", " - ");
  }

  @Property
  void dotsAsHyphens_resolveToTheModel(@ForAll("models") ModelDefinition model) {
    String variant = model.id().replace('.', '-');
    assertThat(fuzzy(variant).resolved()).as(variant).isEqualTo(model.id());
  }

  @Property
  void otherOwner_resolvesToTheModel(@ForAll("models") ModelDefinition model) {
    String bare = model.id().substring(model.id().lastIndexOf('/') + 1);
    assertThat(fuzzy("somehost/" + bare).resolved()).isEqualTo(model.id());
    assertThat(fuzzy(bare).resolved()).isEqualTo(model.id());
  }

  @Property(tries = 3000)
  void changedDigit_neverResolvesToTheOriginal(
      @ForAll("models") ModelDefinition model,
      @ForAll @IntRange(max = 199) int position,
      @ForAll @IntRange(min = 1, max = 9) int shift) {
    String id = model.id();
    List<Integer> digits = new ArrayList<>();
    for (int i = id.lastIndexOf('/') + 1; i < id.length(); i++) {
      if (NameParser.isDigit(id.charAt(i))) {
        digits.add(i);
      }
    }
    if (digits.isEmpty()) {
      return;
    }
    int at = digits.get(position % digits.size());
    char changed = (char) ('0' + (id.charAt(at) - '0' + shift) % 10);
    String mutant = id.substring(0, at) + changed + id.substring(at + 1);
    Resolution resolution = fuzzy(mutant);
    assertThat(resolution.resolved()).as("%s: %s", mutant, resolution).isNotEqualTo(id);
  }

  @Property(tries = 2000)
  void addedTierWord_neverResolvesToTheOriginal(
      @ForAll("models") ModelDefinition model, @ForAll("tiers") String tier) {
    String mutant = model.id() + "-" + tier;
    assertThat(fuzzy(mutant).resolved()).as(mutant).isNotEqualTo(model.id());
  }

  @Property(tries = 2000)
  void droppedTierWord_neverResolvesToTheOriginal(
      @ForAll("models") ModelDefinition model, @ForAll("tiers") String tier) {
    if (tier.equals(NameWords.LATEST) || tier.equals(NameWords.REASONING)) {
      return; // the newest may be filled in, and after a size how a model was finished
    }
    String id = model.id().toLowerCase(Locale.ROOT);
    String mutant = id.replace("-" + tier, "");
    if (!mutant.equals(id)) {
      assertThat(fuzzy(mutant).resolved()).as(mutant).isNotEqualTo(model.id());
    }
  }

  @Provide
  Arbitrary<String> tiers() {
    return Arbitraries.of(NameWords.TIERS);
  }

  @Property(tries = 20)
  void loadOrder_doesNotMatter(@ForAll long seed) {
    List<ModelDefinition> shuffled = new ArrayList<>(SampleModels.ALL);
    Collections.shuffle(shuffled, new Random(seed));
    Resolver other = Resolver.of(shuffled);
    for (String query : List.of("llama 8b", "gpt", "qwen3-coder", "gtp-4o", "llama 9", "o4", "")) {
      assertThat(other.resolve(query, ResolveMode.FUZZY)).isEqualTo(fuzzy(query));
    }
    assertThat(other.resolve("gpt_4o", ResolveMode.ALIAS))
        .isEqualTo(SampleModels.RESOLVER.resolve("gpt_4o", ResolveMode.ALIAS));
  }

  @Property(tries = 3000)
  void anyText_isAnsweredOrRefusedWithReason(@ForAll String text) {
    Resolution resolution = fuzzy(text);
    assertThat(resolution.isResolved()).isNotEqualTo(resolution.reason() != null);
    if (resolution.via() == Via.EXACT || resolution.via() == Via.ALIAS) {
      assertThat(NAMES).contains(text);
    }
  }
}
