package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HighlighterTest {

  private static final ModelDefinition MODEL =
      SampleModels.model("meta-llama/Llama-3.1-8B-Instruct", "llama3-5:8b")
          .with(b -> b.name("Llama 3.1 8B").description("A small llama; not 13.1, 2024-08-06."));

  /** What is marked, by field. */
  private static Map<String, List<String>> marked(String... words) {
    return new Highlighter(List.of(words))
        .highlights(MODEL).stream()
            .collect(
                Collectors.toMap(
                    Highlight::field,
                    highlight ->
                        highlight.spans().stream()
                            .map(span -> highlight.text().substring(span.start(), span.end()))
                            .toList()));
  }

  @Test
  void highlights_wordsAndBeginnings_areMarkedInEachField() {
    assertThat(marked("llama", "inst"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "id", List.of("llama", "Llama", "Inst"),
                "name", List.of("Llama"),
                "aliases", List.of("llama"),
                "description", List.of("llama")));
  }

  @Test
  void highlights_insideOfAWord_areNot() {
    assertThat(marked("lama", "nstruct", "b")).isEmpty();
    assertThat(marked("1")).containsExactly(Map.entry("description", List.of("1")));
  }

  @Test
  void highlights_versionsAndDates_areMarkedAsWritten() {
    assertThat(marked("3.1")).containsOnlyKeys("id", "name").containsValue(List.of("3.1"));
    assertThat(marked("3.5")).containsExactly(Map.entry("aliases", List.of("3-5")));
    assertThat(marked("20240806")).containsExactly(Map.entry("description", List.of("2024-08-06")));
  }

  @Test
  void highlights_wordWrittenOtherwise_marksTheWholeText() {
    ModelDefinition model = SampleModels.model("command-r+");
    assertThat(new Highlighter(List.of("plus")).highlights(model))
        .containsExactly(new Highlight("id", "command-r+", List.of(new Highlight.Span(0, 10))));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
        SampleModels.ALL.stream()
            .flatMap(model -> SearchDocument.wordsOf(model.id()).stream())
            .distinct()
            .toList());
  }

  @Property
  void search_everyMatchedWord_isHighlighted(@ForAll("words") String word) {
    for (SearchHit hit : ModelSearch.of(SampleModels.ALL).search(word, 100)) {
      assertThat(hit.highlights()).as("%s in %s", word, hit.id()).isNotEmpty();
      for (Highlight highlight : hit.highlights()) {
        int last = 0;
        for (Highlight.Span span : highlight.spans()) {
          assertThat(span.start()).isGreaterThanOrEqualTo(last).isLessThan(span.end());
          last = span.end();
        }
        assertThat(last).isLessThanOrEqualTo(highlight.text().length());
      }
    }
  }
}
