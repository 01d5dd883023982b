package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold of every name of the catalog that the project comes with. */
class CatalogNamesTest {

  private static final List<ModelDefinition> MODELS = CatalogModels.ALL;

  private static String bare(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  @Test
  void everyIdAndAlias_resolvesToItsModel() {
    for (ModelDefinition model : MODELS) {
      for (String name : model.names()) {
        assertThat(CatalogModels.fuzzy(name).resolved()).as(name).isEqualTo(model.id());
      }
    }
  }

  @Test
  void otherCaseSeparatorsAndOwners_resolveToTheModelOrAStatedTie() {
    for (ModelDefinition model : MODELS) {
      String id = model.id();
      for (String variant :
          List.of(
              id.toUpperCase(Locale.ROOT),
              id.toLowerCase(Locale.ROOT),
              id.replace('-', '_'),
              id.replace('-', ' '),
              id.replace('.', '-'),
              bare(id),
              "somehost/" + bare(id),
              "openrouter/" + id,
              model.ownedBy() + "/" + bare(id))) {
        Resolution resolution = CatalogModels.fuzzy(variant);
        boolean tie = resolution.ambiguous() && resolution.didYouMean().contains(id);
        boolean other = isName(variant) || isName(bare(variant));
        assertThat(id.equals(resolution.resolved()) || tie || other)
            .as("%s: %s", variant, resolution)
            .isTrue();
      }
    }
  }

  private static boolean isName(String text) {
    return CatalogModels.RESOLVER.resolve(text, ResolveMode.ALIAS).isResolved();
  }

  @Test
  void changedDigit_neverResolvesToTheOriginal() {
    for (ModelDefinition model : MODELS) {
      String id = model.id();
      for (int at = id.lastIndexOf('/') + 1; at < id.length(); at++) {
        for (int shift = 1; shift < 10 && NameParser.isDigit(id.charAt(at)); shift++) {
          char digit = (char) ('0' + (id.charAt(at) - '0' + shift) % 10);
          String mutant = id.substring(0, at) + digit + id.substring(at + 1);
          Resolution resolution = CatalogModels.fuzzy(mutant);
          boolean dropped =
              resolution.changed().stream().anyMatch(change -> change.part().equals("format"));
          assertThat(id.equals(resolution.resolved()) && !dropped && !isName(mutant))
              .as("%s: %s", mutant, resolution)
              .isFalse();
        }
      }
    }
  }

  @Test
  void addedTierWord_neverResolvesToTheOriginal() {
    for (ModelDefinition model : MODELS) {
      for (String tier : NameWords.TIERS) {
        String mutant = model.id() + "-" + tier;
        Resolution resolution = CatalogModels.fuzzy(mutant);
        boolean reordered =
            resolution.changed().stream().anyMatch(change -> change.part().equals("order"));
        assertThat(model.id().equals(resolution.resolved()) && !reordered && !isName(mutant))
            .as("%s: %s", mutant, resolution)
            .isFalse();
      }
    }
  }

  @Test
  void loadOrder_doesNotMatter() {
    List<ModelDefinition> shuffled = new ArrayList<>(MODELS);
    Collections.shuffle(shuffled, new Random(11));
    Resolver other = Resolver.of(shuffled);
    for (ModelDefinition model : MODELS) {
      String less = model.id().replaceFirst("[-.:][^-.:]*$", "");
      for (String query : List.of(less, bare(less), less.replaceFirst("[a-z]", ""))) {
        assertThat(other.resolve(query, ResolveMode.FUZZY)).isEqualTo(CatalogModels.fuzzy(query));
      }
    }
  }

  @Test
  void slipsOfTheFinger_areCorrectedOrRefused() {
    int slips = 0;
    int right = 0;
    List<String> wrong = new ArrayList<>();
    for (TypingSlips.Slip slip : TypingSlips.of(MODELS, new Random(20_250_929))) {
      slips++;
      String resolved = CatalogModels.fuzzy(slip.typed()).resolved();
      if (slip.meant().equals(resolved)) {
        right++;
      } else if (resolved != null) {
        wrong.add(slip.typed() + " -> " + resolved);
      }
    }
    assertThat(slips).isGreaterThan(2_000);
    assertThat(right).as("right of %d", slips).isGreaterThanOrEqualTo((int) (0.97 * slips));
    assertThat(wrong).hasSizeLessThanOrEqualTo((int) (0.005 * slips));
  }
}
