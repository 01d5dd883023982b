package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.catalog.CatalogLoader;
import dev.understudy.model.ModelDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is ruled out never matches. */
class RuleFilterTest {

  private static final List<InferenceRule> RULES =
      InferenceRules.load("/dev/understudy/inference-rules.yaml");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc abc",
        "^abc$ abc",
        "ab|cd ab,cd",
        "(^|/)owner/ owner/",
        "meta(-llama)?/ meta/,meta-llama/",
        "[ab]c ac,bc",
        "x[0-9]+(\\.[0-9]+)?bc bc",
        "a(?<name>[12]+b)(?![a-z0-9]) a1,a2",
        "(?<![a-z0-9.])a.*long long",
        "fo+d fo",
        "vlm?(?!a) vl",
        "gpt\\.4 gpt.4",
        "[a-z]x{2,3}yz xyz",
        "(ab|cd[^e])e|fg ab,cd,fg"
      })
  void literals_areThoseThatEveryMatchHas(String pattern, String literals) {
    assertThat(RequiredLiterals.of(pattern)).containsExactlyInAnyOrder(literals.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-9]+",
        "a?",
        ".*",
        "(?i)abc",
        "\\babc",
        "[^a]x",
        "a|bcd",
        "x*",
        "[[a]b]c",
        "[\u0000-\uffff]b",
        ""
      })
  void literals_unknown_areNone(String pattern) {
    assertThat(RequiredLiterals.of(pattern)).isEmpty();
  }

  @Test
  void everyRuleButAFew_canBeRuledOut() {
    BitSet always = new RuleFilter(patterns()).candidates("");
    assertThat(always.stream().mapToObj(RULES::get).map(InferenceRule::name)).isEmpty();
  }

  @Test
  void ofTheRules_onlyAFewAreTriedOnAName() {
    RuleFilter filter = new RuleFilter(patterns());
    List<ModelDefinition> models = new CatalogLoader(Path.of("catalog")).load().models();
    int tried = models.stream().mapToInt(m -> filter.candidates(m.id()).cardinality()).sum();
    assertThat(tried).isBetween(1, models.size() * RULES.size() / 10);
  }

  private static List<String> patterns() {
    return RULES.stream().map(rule -> rule.match().pattern()).toList();
  }

  @Test
  void whatIsRuledOut_doesNotMatch() {
    RuleFilter filter = new RuleFilter(patterns());
    int matches = 0;
    for (String text : texts()) {
      BitSet candidates = filter.candidates(text);
      for (int i = 0; i < RULES.size(); i++) {
        Pattern pattern = RULES.get(i).match();
        boolean found = pattern.matcher(text).find();
        matches += found ? 1 : 0;
        assertThat(found && !candidates.get(i)).as("%s in %s", pattern, text).isFalse();
      }
    }
    assertThat(matches).isGreaterThan(3_000);
  }

  /** The names that we know, and such put together at random from pieces of them and of rules. */
  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (ModelDefinition model : new CatalogLoader(Path.of("catalog")).load().models()) {
      model.names().forEach(name -> texts.add(name.toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    Random random = new Random(7);
    List<String> pieces = new ArrayList<>(List.of("-", "/", ".", "7", "b", "x", "a", "e", "m"));
    texts.forEach(text -> pieces.addAll(List.of(text.split("(?<=[-/.0-9])|(?=[-/.0-9])"))));
    patterns().forEach(pattern -> pieces.addAll(List.of(pattern.split("[^a-z0-9/.-]+"))));
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(8); part >= 0; part--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
