package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ModelSearchTest {

  private static final ModelSearch SEARCH = ModelSearch.of(SampleModels.ALL);
  private static final List<String> MIXTRALS =
      List.of("mistralai/Mixtral-8x22B-Instruct-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1");

  private static List<String> ids(String text) {
    return SEARCH.search(text, 10).stream().map(SearchHit::id).toList();
  }

  @Test
  void search_nameAndCapability_findsTheMixtrals() {
    List<SearchHit> hits = SEARCH.search("mixtral moe", 2);
    assertThat(hits).extracting(SearchHit::id).containsExactlyElementsOf(MIXTRALS);
    assertThat(hits).noneMatch(SearchHit::partial);
  }

  @Test
  void search_wordThatNothingHas_findsThemPartially() {
    List<SearchHit> hits = SEARCH.search("mixtral reasoning", 2);
    assertThat(hits).extracting(SearchHit::id).containsExactlyElementsOf(MIXTRALS);
    assertThat(hits).allMatch(SearchHit::partial);
    assertThat(hits.get(0).matched()).containsExactly("mixtral");
    assertThat(hits.get(0).missing()).containsExactly("reasoning");
  }

  @Test
  void search_idOrAlias_comesFirst() {
    assertThat(ids("gpt-4o")).startsWith("gpt-4o");
    assertThat(ids("GPT 4O")).startsWith("gpt-4o");
    assertThat(ids("gpt-4-0613")).startsWith("gpt-4");
    assertThat(SEARCH.search("gpt-4o", 1).get(0).score()).isEqualTo(1.0);
  }

  @Test
  void search_beginning_findsAsYouType() {
    assertThat(ids("mixt")).containsExactlyElementsOf(MIXTRALS);
    assertThat(ids("claude opu")).startsWith("claude-opus-4-6");
  }

  @Test
  void search_moreWords_beatBetterWords() {
    List<SearchHit> hits = SEARCH.search("llama 70b", 3);
    assertThat(hits).extracting(SearchHit::id).allMatch(id -> id.contains("70B"));
    assertThat(hits.get(0).id()).isEqualTo("meta-llama/Llama-3.3-70B-Instruct");
  }

  @Test
  void search_equals_areRankedByServiceThenAgeThenId() {
    List<ModelDefinition> models =
        List.of(
            SampleModels.released("foo-c", "2020-01-01").with(b -> b.status(ModelStatus.RETIRED)),
            SampleModels.released("foo-d", "2026-01-01")
                .with(b -> b.status(ModelStatus.DEPRECATED)),
            SampleModels.released("foo-e", "2024-01-01"),
            SampleModels.released("foo-f", "2025-01-01"),
            SampleModels.model("foo-h"),
            SampleModels.model("foo-g"));
    assertThat(ModelSearch.of(models).search("foo", 10))
        .extracting(SearchHit::id)
        .containsExactly("foo-f", "foo-e", "foo-g", "foo-h", "foo-d", "foo-c");
  }

  @Test
  void search_everyField_isSearched() {
    ModelDefinition model =
        SampleModels.model("acme/zeta", "omega")
            .with(
                b ->
                    b.name("The Zeta Model")
                        .family("greek")
                        .ownedBy("acme-labs")
                        .tags(List.of("long-context"))
                        .description("It counts sheep; slowly."));
    ModelSearch search = ModelSearch.of(List.of(model));
    for (String word : List.of("zeta", "omega", "the", "greek", "labs", "context", "sheep")) {
      assertThat(search.search(word, 1)).as(word).hasSize(1);
    }
    assertThat(search.search("slow", 1)).hasSize(1);
    assertThat(search.search("eep", 1)).isEmpty();
  }

  @Test
  void search_autoModels_areNotFound() {
    ModelDefinition auto = Inference.standard().definitionFor("acme/foo");
    assertThat(ModelSearch.of(List.of(auto)).search("foo", 1)).isEmpty();
  }

  @Test
  void search_outOfBounds_isRefusedWithTheValue() {
    assertThat(SEARCH.search("  ", 5)).isEmpty();
    assertThatThrownBy(() -> SEARCH.search("x", 0))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("limit: 0");
    assertThatThrownBy(() -> SEARCH.search("x".repeat(10_000), 5))
        .hasMessageContaining("10000 characters");
    assertThatThrownBy(() -> SEARCH.search("a b c d e f g h i j k l m n o p q r", 5))
        .hasMessageContaining("18 words");
  }

  @Property(tries = 20)
  void search_loadOrder_doesNotMatter(@ForAll long seed) {
    List<ModelDefinition> shuffled = new ArrayList<>(SampleModels.ALL);
    Collections.shuffle(shuffled, new Random(seed));
    ModelSearch other = ModelSearch.of(shuffled);
    for (String text : List.of("llama", "gpt 4", "moe", "m")) {
      assertThat(other.search(text, 20)).isEqualTo(SEARCH.search(text, 20));
    }
  }

  @Property
  void search_scores_fallFromOneToZero(@ForAll("texts") String text) {
    double last = 1;
    for (SearchHit hit : SEARCH.search(text, 100)) {
      assertThat(hit.score()).isPositive().isLessThanOrEqualTo(last);
      last = hit.score();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("llama", "gpt", "8b", "mini", "moe", "reasoning", "v", "4")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(words -> String.join(" ", words));
  }
}
